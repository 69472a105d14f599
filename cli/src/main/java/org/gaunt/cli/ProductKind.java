package org.gaunt.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of equivariant products that {@code gaunt product} knows. */
enum ProductKind {
    CLEBSCH_GORDAN,
    GAUNT,
    MATRIX,
    VECTOR_GAUNT,
    CP;

    /** The word of the command line. */
    String word() {
        return WordConverter.word(this);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ProductKind::word).toList();
    }

    /** Reads the words. */
    static final class Converter implements ITypeConverter<ProductKind> {
        @Override
        public ProductKind convert(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "found \"" + word + "\", wanted one of " + String.join(", ", words())));
        }
    }
}

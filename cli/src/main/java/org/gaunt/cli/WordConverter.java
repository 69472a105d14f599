package org.gaunt.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the constants of an enum as words of the command line: lower case, hyphens for underscores.
 *
 * @param <E> the enum; options name a subclass for it
 */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> constants;

    WordConverter(Class<E> type) {
        constants = Arrays.asList(type.getEnumConstants());
    }

    /** The word of a constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String word) {
        for (E constant : constants) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        List<String> words = constants.stream().map(WordConverter::word).toList();
        int last = words.size() - 1;
        throw new TypeConversionException("found \"" + word + "\", wanted " + String.join(", ", words.subList(0, last))
                + " or " + words.get(last));
    }
}

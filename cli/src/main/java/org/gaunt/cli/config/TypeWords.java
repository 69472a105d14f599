package org.gaunt.cli.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.cli.config.Schema.Limits;

/** Types in the words of messages and of the reference: {@code a whole number, at least 1}. */
final class TypeWords {

    private TypeWords() {}

    /** What a value of a type must be, with article, unit and range. */
    static String wanted(Type type, Limits limits) {
        String range = limits.range();
        String unit = limits.unit().isEmpty() ? "" : " in " + limits.unit();
        return switch (type) {
            case Class<?> single
            when Schema.isInteger(single) -> "a whole number" + unit + (range.isEmpty() ? "" : ", " + range);
            case Class<?> single
            when Schema.isNumber(single) -> "a number" + unit + (range.isEmpty() ? "" : ", " + range);
            case Class<?> single when Schema.isTruth(single) -> "true or false";
            case Class<?> single when single == Path.class -> "a path";
            case Class<?> single when single.isEnum() -> "one of " + String.join(", ", Schema.constants(single));
            case Class<?> _ when !limits.choices().isEmpty() -> "one of " + String.join(", ", limits.choices());
            case Class<?> _ -> "text";
            case ParameterizedType generic
            when generic.getRawType() == List.class ->
                "a list, each item " + wanted(generic.getActualTypeArguments()[0], limits);
            case ParameterizedType generic
            when generic.getRawType() == Map.class ->
                "names with values, each value " + wanted(generic.getActualTypeArguments()[1], limits);
            default -> "something else";
        };
    }

    /** The words a text may be; empty when any text will do. */
    static List<String> choices(Class<?> type, Limits limits) {
        return type.isEnum() ? Schema.constants(type) : limits.choices();
    }
}

package org.gaunt.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON for people and programs: indented, in the order given. */
final class Json {

    private Json() {}

    /** A tree of maps, lists, texts, numbers and nulls as text, without a line break at the end. */
    static String write(Object tree) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(tree)
                .replace("\r\n", "\n");
    }
}

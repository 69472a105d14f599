package org.gaunt.learn.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON that is either what it should be or an error: no duplicate, unknown, missing or converted values. */
public final class StrictJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> MAP = new TypeReference<>() {};

    private StrictJson() {}

    /** The reader and writer; immutable. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * A value as maps, lists, texts, numbers, booleans and nulls.
     *
     * @param value whose JSON is an object: a record, a map, a tree
     */
    public static Map<String, @Nullable Object> map(Object value) {
        return MAPPER.convertValue(value, MAP);
    }
}

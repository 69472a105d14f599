package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The types of numbers in storages; all little-endian. */
public enum ElementType {
    FLOAT32("FloatStorage", 4),
    FLOAT64("DoubleStorage", 8),
    INT64("LongStorage", 8),
    INT32("IntStorage", 4),
    BOOL("BoolStorage", 1);

    private final String storage;
    private final int bytes;

    ElementType(String storage, int bytes) {
        this.storage = storage;
        this.bytes = bytes;
    }

    /** The type of a storage class such as {@code torch.FloatStorage}; null if it is not known. */
    static @Nullable ElementType of(String className) {
        for (ElementType type : values()) {
            if (className.equals("torch." + type.storage) || className.equals("torch.storage." + type.storage)) {
                return type;
            }
        }
        return null;
    }

    int bytes() {
        return bytes;
    }

    /** A number as a double; exact but for integers beyond 2^53. */
    double read(ByteBuffer buffer, int element) {
        return switch (this) {
            case FLOAT32 -> buffer.getFloat(4 * element);
            case FLOAT64 -> buffer.getDouble(8 * element);
            case INT64 -> buffer.getLong(8 * element);
            case INT32 -> buffer.getInt(4 * element);
            case BOOL -> buffer.get(element) == 0 ? 0 : 1;
        };
    }
}

package org.gaunt.learn.io;

/** The number formats of a {@link Safetensors} file that are read; all little-endian. */
public enum TensorType {
    /** IEEE 754 double. */
    F64(8),
    /** IEEE 754 single. */
    F32(4),
    /** Signed 64 bits. */
    I64(8),
    /** Signed 32 bits. */
    I32(4),
    /** Signed 16 bits. */
    I16(2),
    /** Unsigned 8 bits. */
    U8(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one number. */
    public int bytes() {
        return bytes;
    }
}

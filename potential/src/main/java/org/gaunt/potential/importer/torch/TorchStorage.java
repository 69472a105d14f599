package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in a file, which tensors look at; read when they are asked for. */
final class TorchStorage {
    /** Reads the bytes of a storage. */
    @FunctionalInterface
    interface Source {
        ByteBuffer read(TorchStorage storage);
    }

    private final ElementType type;
    private final String key;
    private final int count;
    private final Source source;

    TorchStorage(ElementType type, String key, int count, Source source) {
        this.type = type;
        this.key = key;
        this.count = count;
        this.source = source;
    }

    ElementType type() {
        return type;
    }

    String key() {
        return key;
    }

    int count() {
        return count;
    }

    long bytes() {
        return (long) count * type.bytes();
    }

    ByteBuffer read() {
        return source.read(this).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package org.gaunt.learn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A short text or number that changes when any of the values it is made of changes; SHA-256. */
public final class Digest {

    private final MessageDigest digest;

    /** Starts without values. */
    public Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes in numbers and how many they are; null is none. */
    public Digest add(double @Nullable ... values) {
        double[] numbers = values == null ? new double[0] : values;
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length + 4);
        buffer.putInt(numbers.length).asDoubleBuffer().put(numbers);
        digest.update(buffer.array());
        return this;
    }

    /** Takes in numbers. */
    public Digest add(int[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        buffer.asIntBuffer().put(values);
        digest.update(buffer.array());
        return this;
    }

    /** Takes in a number. */
    public Digest add(long value) {
        digest.update(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }

    /** The digest as a number; starts anew. */
    public long number() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** The digest as a text; starts anew. */
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

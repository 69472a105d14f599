package org.gaunt.learn.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A named array of a {@link Safetensors} file. Immutable; the numbers are converted when they are asked for.
 */
public final class Tensor {

    private final TensorType type;
    private final List<Integer> shape;
    private final ByteBuffer data;

    Tensor(TensorType type, List<Integer> shape, ByteBuffer data) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A double tensor; the values are copied. */
    public static Tensor of(double[] values, int... shape) {
        ByteBuffer buffer = buffer(values.length, TensorType.F64, shape);
        buffer.asDoubleBuffer().put(values);
        return new Tensor(TensorType.F64, list(shape), buffer);
    }

    /** A tensor of whole numbers; the values are copied. */
    public static Tensor of(int[] values, int... shape) {
        ByteBuffer buffer = buffer(values.length, TensorType.I32, shape);
        buffer.asIntBuffer().put(values);
        return new Tensor(TensorType.I32, list(shape), buffer);
    }

    private static ByteBuffer buffer(int length, TensorType type, int... shape) {
        long size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        if (size != length) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + list(shape) + " has " + size + " values, given " + length);
        }
        return ByteBuffer.allocate(Math.multiplyExact(length, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Integer> list(int... shape) {
        List<Integer> list = new ArrayList<>();
        for (int extent : shape) {
            list.add(extent);
        }
        return list;
    }

    /** How the numbers are stored. */
    public TensorType type() {
        return type;
    }

    /** Row-major shape; empty for a scalar. */
    public List<Integer> shape() {
        return shape;
    }

    /** Number of elements. */
    public int size() {
        return data.capacity() / type.bytes();
    }

    /** The bytes as stored, little-endian and row-major; a view with a position of its own. */
    ByteBuffer bytes() {
        return data.asReadOnlyBuffer();
    }

    /** The numbers as doubles; exact for all types except large I64. A copy. */
    public double[] doubles() {
        double[] result = new double[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (type) {
                case F64 -> data.getDouble(8 * i);
                case F32 -> data.getFloat(4 * i);
                case I64 -> data.getLong(8 * i);
                case I32 -> data.getInt(4 * i);
                case I16 -> data.getShort(2 * i);
                case U8 -> data.get(i) & 0xff;
            };
        }
        return result;
    }

    /**
     * The numbers as ints; a copy.
     *
     * @throws ArithmeticException when a number does not fit
     * @throws IllegalStateException when the tensor holds floating-point numbers
     */
    public int[] ints() {
        int[] result = new int[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (type) {
                case F64, F32 -> throw new IllegalStateException("the tensor holds " + type + ", wanted whole numbers");
                case I64 -> Math.toIntExact(data.getLong(8 * i));
                case I32 -> data.getInt(4 * i);
                case I16 -> data.getShort(2 * i);
                case U8 -> data.get(i) & 0xff;
            };
        }
        return result;
    }
}

package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor of a file. Its numbers are read when they are asked for, while the file is open. */
public final class TorchTensor {
    private final TorchStorage storage;
    private final int offset;
    private final int[] shape;
    private final int[] strides;
    private final int size;
    private final boolean parameter;

    private TorchTensor(TorchStorage storage, int offset, int[] shape, int[] strides, int size, boolean parameter) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        this.size = size;
        this.parameter = parameter;
    }

    /**
     * A view of a storage.
     *
     * @throws IllegalArgumentException if it looks outside the storage
     */
    static TorchTensor of(TorchStorage storage, long offset, long[] shape, long[] strides) {
        if (shape.length != strides.length || shape.length > 16) {
            throw new IllegalArgumentException(
                    "a tensor of " + shape.length + " dimensions with " + strides.length + " strides");
        }
        long size = 1;
        long last = offset;
        for (int k = 0; k < shape.length; k++) {
            if (shape[k] < 0 || shape[k] > Integer.MAX_VALUE || strides[k] < 0 || strides[k] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "a tensor of shape " + Arrays.toString(shape) + " and strides " + Arrays.toString(strides));
            }
            size = Math.multiplyExact(size, shape[k]);
            last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[k] - 1), strides[k]));
        }
        if (offset < 0 || (size > 0 && last >= storage.count()) || size > Math.max(1, storage.count())) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape)
                    + " that looks outside its storage of " + storage.count() + " numbers");
        }
        return new TorchTensor(
                storage,
                size == 0 ? 0 : (int) offset,
                Arrays.stream(shape).mapToInt(n -> (int) n).toArray(),
                Arrays.stream(strides).mapToInt(n -> (int) n).toArray(),
                (int) size,
                false);
    }

    TorchTensor asParameter() {
        return new TorchTensor(storage, offset, shape, strides, size, true);
    }

    /** Type of the numbers. */
    public ElementType type() {
        return storage.type();
    }

    /** Whether it is trained. */
    public boolean isParameter() {
        return parameter;
    }

    /** Lengths of the dimensions; none for a single number. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of numbers. */
    public int size() {
        return size;
    }

    /**
     * The numbers as doubles, the last dimension fastest; a new array.
     *
     * @throws org.gaunt.files.InputException if the file lacks them
     */
    public double[] doubles() {
        double[] numbers = new double[size];
        if (size == 0) {
            return numbers;
        }
        ByteBuffer bytes = storage.read();
        int[] at = new int[shape.length];
        int place = offset;
        for (int n = 0; n < size; n++) {
            numbers[n] = storage.type().read(bytes, place);
            for (int k = shape.length - 1; k >= 0; k--) {
                place += strides[k];
                if (++at[k] < shape[k]) {
                    break;
                }
                place -= strides[k] * shape[k];
                at[k] = 0;
            }
        }
        return numbers;
    }

    @Override
    public String toString() {
        return "a tensor of shape " + Arrays.toString(shape);
    }
}

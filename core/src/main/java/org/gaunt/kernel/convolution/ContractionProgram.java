package org.gaunt.kernel.convolution;

/** Generated: sparse constant matrices times vectors of lanes. Arrays are {@code float[]} or {@code double[]}. */
interface ContractionProgram {
    /**
     * out[j][lane] = y[first + lane * width + j] for j below width: rows of edges become lanes.
     *
     * @param count lanes that are written, the others are left
     */
    void transpose(Object y, int first, int width, int count, Object out, int outFirst);

    /** out[row][lane] = Σ value in[column][lane] over the entries of each row of a matrix. */
    void apply(ContractionTable matrix, Object in, int inFirst, Object out, int outFirst);

    /**
     * The same for some inputs and outputs, {@link org.gaunt.kernel.code.Target.Convolutions#contracted(int)} of them.
     *
     * @param inStride from the first number of an input to that of the next
     * @param outStride likewise of outputs
     */
    void applyToSome(
            ContractionTable matrix, Object in, int inFirst, int inStride, Object out, int outFirst, int outStride);

    /**
     * out[first + j] += the sum over the lanes of in[j], in one order whether this is compiled or not yet: the same bits on every
     * run.
     *
     * @param count how many j
     */
    void addSums(Object in, int inFirst, int count, Object out, int first);
}

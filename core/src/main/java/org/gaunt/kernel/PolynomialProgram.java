package org.gaunt.kernel;

/**
 * Generated: one polynomial of a {@link PolynomialKernel}, for a panel of rows that share their coefficients, and as many channels
 * as a vector has lanes. Arrays are {@code float[]} or {@code double[]}; scratch space is laid out as {@link PolynomialScratch} says.
 */
interface PolynomialProgram {
    /**
     * Evaluates one polynomial for the rows in scratch.
     *
     * @param root number of the polynomial
     * @param tables its monomials
     * @param t coefficients [coefficient][channel]
     * @param tOffset of the first coefficient's first channel of the block
     * @param outT added to: gradient by t
     * @param scratch read: variables, their direction, duals; added to: gradient by the variables; written: values
     */
    void run(int root, PolynomialTables tables, Object t, int tOffset, Object outT, int outTOffset, Object scratch);

    /** Copies vectors of one row to its place in scratch: {@code scratch[at + k block] = from[offset + k stride]}. */
    void pack(Object from, int offset, int stride, int count, Object scratch, int at);

    /** Adds vectors in scratch to those of one row: {@code to[offset + k stride] += scratch[at + k block]}. */
    void unpack(Object scratch, int at, int count, Object to, int offset, int stride);
}

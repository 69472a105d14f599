package org.gaunt.kernel.convolution;

/**
 * The rows of all paths that read the same segment of x. A row is one component k of one path's result: it takes Σ_i M_ki x_i
 * times the path's weight. The numbers are offsets into a row of an operand.
 *
 * @param size components of the segment of x
 * @param x its first number in a row of x
 * @param xWidth numbers in a row of x
 * @param wWidth numbers in a row of w
 * @param zWidth numbers in a row of z
 * @param mWidth numbers of M for one edge
 * @param channels of all operands
 * @param z first number of each row's component of z
 * @param w first number of each row's weight
 * @param m first of each row's {@code size} numbers of M
 */
@SuppressWarnings("ArrayRecordComponent") // shared with generated code, never compared
public record SegmentTables(
        int size, int x, int xWidth, int wWidth, int zWidth, int mWidth, int channels, int[] z, int[] w, int[] m) {}

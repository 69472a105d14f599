package org.gaunt.kernel.convolution;

/**
 * Where a path finds its numbers: the first of its segment in a row of an operand, and the numbers in a row.
 *
 * @param x first number in a row of x
 * @param xWidth numbers in a row of x
 * @param w first number in a row of w
 * @param wWidth numbers in a row of w
 * @param z first number in a row of z
 * @param zWidth numbers in a row of z
 * @param m the first M_ik of the path among those of all paths
 * @param mWidth how many M_ik all paths have
 */
public record PathTable(int x, int xWidth, int w, int wWidth, int z, int zWidth, int m, int mWidth) {}

package org.gaunt.form;

/**
 * The edges of a convolution and the rows that each takes of the other operands.
 *
 * @param first the first edge
 * @param end the edge behind the last
 * @param input row of x of each edge, such as its sender
 * @param weight row of w of each edge, such as its unordered pair
 * @param receiver row of z that each edge is added to; edges of a receiver should be neighbours
 */
@SuppressWarnings("ArrayRecordComponent") // a view of index arrays, never compared
public record ConvolutionEdges(int first, int end, int[] input, int[] weight, int[] receiver) {}

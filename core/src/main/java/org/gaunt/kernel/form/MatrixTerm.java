package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.List;

/**
 * A term weight · Σ_ik left_i M_ik right_k of a form: M is made of plain numbers of the row, left and right have channels.
 *
 * <p>A form that is a sum of such terms stays one under differentiation, and its kernels are small matrix products; see {@link
 * BlockCompiler}.
 *
 * @param weight operand of the weight, which has channels, or -1 where there is none
 * @param weightComponent component of the weight, 0 where there is none
 * @param left operand on the left
 * @param leftFirst its component that belongs to i = 0
 * @param right operand on the right
 * @param rightFirst its component that belongs to k = 0
 * @param matrix nodes M[i][k], none of which depends on operands with channels
 */
record MatrixTerm(
        int weight,
        int weightComponent,
        int left,
        int leftFirst,
        int right,
        int rightFirst,
        List<List<Integer>> matrix) {
    MatrixTerm {
        matrix = matrix.stream().map(List::copyOf).toList();
    }

    boolean hasWeight() {
        return weight >= 0;
    }

    MatrixTerm withWeight(int operand) {
        return new MatrixTerm(operand, weightComponent, left, leftFirst, right, rightFirst, matrix);
    }

    MatrixTerm withLeft(int operand) {
        return new MatrixTerm(weight, weightComponent, operand, leftFirst, right, rightFirst, matrix);
    }

    MatrixTerm withRight(int operand) {
        return new MatrixTerm(weight, weightComponent, left, leftFirst, operand, rightFirst, matrix);
    }

    MatrixTerm withMatrix(List<List<Integer>> other) {
        return new MatrixTerm(weight, weightComponent, left, leftFirst, right, rightFirst, other);
    }

    /** Whether an entry is not known to be zero. */
    static boolean present(ExprGraph graph, int node) {
        return !graph.isConstant(node) || graph.value(node) != 0;
    }

    /** The term's expression, nested so that the matrix is multiplied first. */
    int node(ExprGraph g) {
        int sum = g.constant(0);
        for (int k = 0; k < matrix.getFirst().size(); k++) {
            int inner = g.constant(0);
            for (int i = 0; i < matrix.size(); i++) {
                inner = g.add(
                        inner, g.mul(g.input(left, leftFirst + i), matrix.get(i).get(k)));
            }
            sum = g.add(sum, g.mul(g.input(right, rightFirst + k), inner));
        }
        return hasWeight() ? g.mul(g.input(weight, weightComponent), sum) : sum;
    }

    /** All nodes of all matrices, in order. */
    static int[] entries(List<MatrixTerm> terms) {
        List<Integer> nodes = new ArrayList<>();
        for (MatrixTerm t : terms) {
            t.matrix().forEach(nodes::addAll);
        }
        return nodes.stream().mapToInt(Integer::intValue).toArray();
    }
}

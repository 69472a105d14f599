package org.gaunt.kernel;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.MonomialTree;

/**
 * The monomials of one polynomial of a {@link MonomialTree}, as flat lists that loops without inner loops can run over: numbers
 * of nodes and variables are multiplied by the length of a block of scratch, those of coefficients by the number of channels.
 * Node 0 is the root; the lists of nodes hold the others, parents first.
 *
 * @param parent node above each node
 * @param variable of each node
 * @param coefficient of each node
 * @param leafNode node above each leaf
 * @param leafVariable variable of each leaf
 * @param leafCoefficient coefficient of each leaf
 */
@SuppressWarnings("ArrayRecordComponent") // shared with generated code, never compared
record PolynomialTables(
        int[] parent, int[] variable, int[] coefficient, int[] leafNode, int[] leafVariable, int[] leafCoefficient) {

    /** One table for each polynomial of a tree. */
    static List<PolynomialTables> of(MonomialTree tree, int block, int channels) {
        int roots = tree.roots();
        int[] rootOf = new int[tree.nodes()];
        int[] local = new int[tree.nodes()];
        int[] variable = tree.variable(block);
        int[] leafVariable = tree.leafVariable(block);
        List<PolynomialTables> all = new ArrayList<>();
        for (int root = 0; root < roots; root++) {
            List<int[]> nodes = new ArrayList<>();
            List<int[]> leaves = new ArrayList<>();
            for (int n = 0; n < tree.nodes(); n++) {
                rootOf[n] = n < roots ? n : rootOf[tree.parent()[n]];
                if (rootOf[n] != root) {
                    continue;
                }
                if (n >= roots) {
                    local[n] = nodes.size() + 1;
                    nodes.add(new int[] {local[tree.parent()[n]] * block, variable[n], (n - roots) * channels});
                }
                for (int leaf = tree.leafStart()[n]; leaf < tree.leafStart()[n + 1]; leaf++) {
                    int coefficient = tree.nodes() - roots + leaf;
                    leaves.add(new int[] {local[n] * block, leafVariable[leaf], coefficient * channels});
                }
            }
            all.add(new PolynomialTables(
                    column(nodes, 0),
                    column(nodes, 1),
                    column(nodes, 2),
                    column(leaves, 0),
                    column(leaves, 1),
                    column(leaves, 2)));
        }
        return all;
    }

    private static int[] column(List<int[]> rows, int k) {
        return rows.stream().mapToInt(r -> r[k]).toArray();
    }

    /** Nodes with the root. */
    int nodes() {
        return parent.length + 1;
    }
}

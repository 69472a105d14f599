package org.gaunt.potential.network;

import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Element;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.EdgeForms;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * How far an atom is bound: a smooth function of its neighbourhood that is 0 without neighbours and 1 with one at bonding distance.
 *
 * <p>It is 1 - Π q(x) over the neighbours. x rises linearly from 0, at {@link #START} times the sum of the covalent radii, to 1, at
 * {@link #END} times that sum or at the cut-off, and q = x³ (10 - 15 x + 6 x²) between; 0 before and 1 beyond. Twice continuously
 * differentiable; a pair by itself has 1 - q.
 */
final class BoundFraction {
    /** Where neighbours begin to bind less, in sums of covalent radii. */
    static final double START = 1.25;

    /** Where they no longer do. */
    static final double END = 2.5;

    private final double cutoff;
    private final double[] radii;
    private final Form distance = EdgeForms.distance();
    private final Form logarithms = Form.of(
            "logarithms of what is free",
            List.of(
                    new Operand("r", 1, false, Access.row()),
                    new Operand("range", 2, false, Access.row()),
                    new Operand("sum", 1, false, Access.gather(0))),
            g -> {
                int x = g.mul(g.subtract(g.input(0, 0), g.input(1, 0)), g.input(1, 1));
                int inner = g.add(g.constant(10), g.mul(x, g.add(g.constant(-15), g.scale(6, x))));
                return g.mul(g.input(2, 0), g.add(g.scale(3, g.log(x)), g.log(inner)));
            });
    private final Form bound = Form.of(
            "bound fractions by group",
            List.of(
                    new Operand("sum", 1, false, Access.gather(0)),
                    new Operand("weight", 1, false, Access.row()),
                    new Operand("total", 1, false, Access.gather(1))),
            g -> g.mul(g.input(2, 0), g.mul(g.input(1, 0), g.subtract(g.constant(1), g.exp(g.input(0, 0))))));

    /**
     * Of the atoms of a batch.
     *
     * @param values of each atom [atoms]
     * @param weighted the sum of weight times value over the atoms of each structure whose value changes when atoms move, double
     *     precision [structures, 1]; null where there are none
     * @param changing whether an atom is in that sum [atoms]
     */
    @SuppressWarnings("ArrayRecordComponent") // a view for one evaluation, never compared
    record Result(double[] values, @Nullable Var weighted, boolean[] changing) {}

    /** Neighbours in the range where they bind in part: numbers of the edges, and start and inverse width of each range. */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once
    private record Partial(int[] edges, double[] ranges) {}

    BoundFraction(List<Integer> atomicNumbers, double cutoff) {
        this.cutoff = cutoff;
        radii = atomicNumbers.stream()
                .mapToDouble(z -> Element.of(z).covalentRadius())
                .toArray();
    }

    /**
     * Evaluates the function. Only atoms without a neighbour at bonding distance are on the tape; in most structures there are none.
     *
     * @param weight of each atom in the sums [atoms]
     */
    Result of(NetworkInput in, double[] weight) {
        GraphBatch batch = in.batch();
        double[] free = new double[batch.atoms()];
        Arrays.fill(free, 1);
        Partial partial = partial(in, free);
        boolean[] changing = new boolean[free.length];
        for (int edge : partial.edges) {
            int receiver = batch.receiver()[edge];
            changing[receiver] = free[receiver] > 0;
        }
        double[] values = Arrays.stream(free).map(f -> 1 - f).toArray();
        return new Result(values, weighted(in, weight, partial, changing), changing);
    }

    /** Multiplies up the free fractions of atoms. */
    private Partial partial(NetworkInput in, double[] free) {
        GraphBatch batch = in.batch();
        double[] distances = in.distancesOfPairs();
        int[] edges = new int[batch.edges()];
        double[] ranges = new double[2 * edges.length];
        int count = 0;
        for (int e = 0; e < edges.length; e++) {
            int receiver = batch.receiver()[e];
            double sum = radii[batch.species()[batch.sender()[e]]] + radii[batch.species()[receiver]];
            double end = Math.min(END * sum, cutoff);
            double start = START / END * end;
            double inverse = 1 / (end - start);
            double x = (distances[batch.pairOfEdge()[e]] - start) * inverse;
            if (x <= 0) {
                free[receiver] = 0;
            } else if (x < 1) {
                free[receiver] *= x * x * x * (10 - x * (15 - 6 * x));
                ranges[2 * count] = start;
                ranges[2 * count + 1] = inverse;
                edges[count++] = e;
            }
        }
        return new Partial(Arrays.copyOf(edges, count), ranges);
    }

    private @Nullable Var weighted(NetworkInput in, double[] weight, Partial partial, boolean[] changing) {
        GraphBatch batch = in.batch();
        int atoms = batch.atoms();
        int[] edges = new int[partial.edges.length];
        int[] receivers = new int[edges.length];
        double[] ranges = new double[2 * edges.length];
        int kept = 0;
        for (int k = 0; k < edges.length; k++) {
            int receiver = batch.receiver()[partial.edges[k]];
            if (changing[receiver]) {
                edges[kept] = partial.edges[k];
                receivers[kept] = receiver;
                System.arraycopy(partial.ranges, 2 * k, ranges, 2 * kept++, 2);
            }
        }
        if (kept == 0) {
            return null;
        }
        int[] rows = new int[atoms];
        int[] structures = new int[atoms];
        double[] weights = new double[atoms];
        int count = 0;
        for (int i = 0; i < atoms; i++) {
            if (changing[i]) {
                rows[count] = i;
                structures[count] = batch.structureOfAtom()[i];
                weights[count++] = weight[i];
            }
        }
        Var r = in.distances(distance, Arrays.copyOf(edges, kept));
        @Nullable Var[] of = {r, in.tape().leaf(ranges, kept, 2, 0), null};
        Var sums = in.tape().form(logarithms, 1, Rows.of(kept, receivers, atoms), of, 2)[0];
        @Nullable Var[] summed = {sums, in.tape().leaf(weights, count, 1, 0), null};
        Rows changingRows = new Rows(count, List.of(rows, structures), List.of(atoms, batch.structures()));
        return in.tape().form(bound, 1, changingRows, summed, 2)[0];
    }
}

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
 * How far an atom is bound: a smooth function of its neighbourhood that is 0 without neighbours and 1 with a neighbour at bonding
 * distance.
 *
 * <p>A neighbour at distance r counts u(r): 1 up to {@link #START} times the sum of the covalent radii, 0 from {@link #END} times
 * that sum or from the cut-off, and t³ (6 t² - 15 t + 10) between, t falling from 1 to 0. With n = Σ u the function is 1 - (1 - n)³,
 * and 1 for n above 1. It is twice continuously differentiable.
 */
final class Saturation {
    /** Where neighbours begin to count less, in sums of covalent radii. */
    static final double START = 1.25;

    /** Where they no longer count. */
    static final double END = 2.5;

    /** Of what is missing to a full count. */
    private static final int POWER = 3;

    private final double cutoff;
    private final double[] radii;
    private final Form distance = EdgeForms.distance();
    private final Form count = Form.of(
            "counted neighbours",
            List.of(
                    new Operand("r", 1, false, Access.row()),
                    new Operand("range", 2, false, Access.row()),
                    new Operand("n", 1, false, Access.gather(0))),
            g -> {
                int t = g.mul(g.subtract(g.input(1, 0), g.input(0, 0)), g.input(1, 1));
                int inner = g.add(g.constant(10), g.mul(t, g.add(g.constant(-15), g.scale(6, t))));
                return g.mul(g.input(2, 0), g.mul(g.power(t, 3), inner));
            });
    private final Form sum = Form.of(
            "saturated counts by group",
            List.of(
                    new Operand("n", 1, false, Access.gather(0)),
                    new Operand("weight", 1, false, Access.row()),
                    new Operand("total", 1, false, Access.gather(1))),
            g -> {
                int rest = g.power(g.subtract(g.constant(1), g.input(0, 0)), POWER);
                return g.mul(g.input(2, 0), g.mul(g.input(1, 0), g.subtract(g.constant(1), rest)));
            });

    /**
     * Of the atoms of a batch.
     *
     * @param values of each atom [atoms]
     * @param weighted the sum of weight times value over the loosely bound atoms of each structure, double precision [structures, 1];
     *     null where there are none
     * @param loose whether an atom is in that sum [atoms]
     */
    @SuppressWarnings("ArrayRecordComponent") // a view for one evaluation, never compared
    record Result(double[] values, @Nullable Var weighted, boolean[] loose) {}

    Saturation(List<Integer> atomicNumbers, double cutoff) {
        this.cutoff = cutoff;
        radii = atomicNumbers.stream()
                .mapToDouble(z -> Element.of(z).covalentRadius())
                .toArray();
    }

    private double end(int a, int b) {
        return Math.min(END * (radii[a] + radii[b]), cutoff);
    }

    /**
     * Evaluates the function; only loosely bound atoms, where it is not 1, are on the tape.
     *
     * @param weight of each atom in the sums [atoms]
     */
    Result of(NetworkInput in, double[] weight) {
        GraphBatch batch = in.batch();
        double[] distances = in.distancesOfPairs();
        double[] n = new double[batch.atoms()];
        int[] edges = new int[batch.edges()];
        double[] range = new double[2 * edges.length];
        int counted = 0;
        for (int e = 0; e < edges.length; e++) {
            int receiver = batch.receiver()[e];
            double end = end(batch.species()[batch.sender()[e]], batch.species()[receiver]);
            double start = end * START / END;
            double t = (end - distances[batch.pairOfEdge()[e]]) / (end - start);
            if (t >= 1) {
                n[receiver] += 1;
            } else if (t > 0) {
                n[receiver] += t * t * t * (10 + t * (6 * t - 15));
                range[2 * counted] = end;
                range[2 * counted + 1] = 1 / (end - start);
                edges[counted++] = e;
            }
        }
        return of(in, weight, n, Arrays.copyOf(edges, counted), range);
    }

    private Result of(NetworkInput in, double[] weight, double[] n, int[] candidates, double[] range) {
        GraphBatch batch = in.batch();
        int atoms = batch.atoms();
        double[] values = new double[atoms];
        boolean[] loose = new boolean[atoms];
        int[] rows = new int[atoms];
        int count = 0;
        for (int i = 0; i < atoms; i++) {
            loose[i] = n[i] < 1;
            values[i] = loose[i] ? 1 - Math.pow(1 - n[i], POWER) : 1;
            if (n[i] > 0 && loose[i]) {
                rows[count++] = i;
            }
        }
        if (count == 0) {
            return new Result(values, null, loose);
        }
        int[] edges = new int[candidates.length];
        double[] constants = new double[2 * edges.length];
        int kept = 0;
        for (int k = 0; k < candidates.length; k++) {
            if (loose[batch.receiver()[candidates[k]]]) {
                constants[2 * kept] = range[2 * k];
                constants[2 * kept + 1] = range[2 * k + 1];
                edges[kept++] = candidates[k];
            }
        }
        edges = Arrays.copyOf(edges, kept);
        int[] receivers = new int[kept];
        int[] chosen = edges;
        Arrays.setAll(receivers, k -> batch.receiver()[chosen[k]]);
        Var r = in.distances(distance, edges);
        @Nullable Var[] of = {r, in.tape().leaf(constants, kept, 2, 0), null};
        Var counts = in.tape().form(this.count, 1, Rows.of(kept, receivers, atoms), of, 2)[0];
        int[] structures = new int[count];
        double[] weights = new double[count];
        for (int k = 0; k < count; k++) {
            structures[k] = batch.structureOfAtom()[rows[k]];
            weights[k] = weight[rows[k]];
        }
        @Nullable Var[] summed = {counts, in.tape().leaf(weights, count, 1, 0), null};
        Rows looseRows = new Rows(count, List.of(rows, structures), List.of(atoms, batch.structures()));
        return new Result(values, in.tape().form(sum, 1, looseRows, summed, 2)[0], loose);
    }
}

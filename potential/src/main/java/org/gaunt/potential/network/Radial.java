package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.atoms.Element;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.linalg.ArraySize;
import org.gaunt.nn.DistanceForms;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Scope;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * All radial functions of a model: what their layers share, computed once for each unordered pair of neighbours, as both directions
 * have the same distance. {@link #functions} gives the functions of one layer.
 *
 * <p>A network of Bessel functions can be replaced in evaluation by cubic Hermite splines of a stated accuracy: see {@link
 * RadialTables}.
 */
public final class Radial {
    private final RadialShape shape;
    private final double[] radii;
    private final Form basis;
    private final FourRows fourRows = new FourRows();
    private final @Nullable KnotNetwork knots;
    private final List<RadialFunctions> functions = new ArrayList<>();

    /**
     * What the functions of all layers are computed from.
     *
     * @param basis Bessel functions [pairs, basis], or the pieces of splines [pairs, 4]
     * @param rows for splines the four rows of the table for each pair
     * @param tables the splines that replace the network in this evaluation
     */
    record Features(
            Var basis, @Nullable Rows rows, @Nullable RadialTables tables) {}

    /**
     * Prepares what all layers share.
     *
     * @param atomicNumbers the model's elements
     */
    public Radial(RadialShape shape, List<Integer> atomicNumbers) {
        this.shape = shape;
        this.knots = shape.kind() == RadialKind.TABULATED ? new KnotNetwork(shape, fourRows) : null;
        this.radii = atomicNumbers.stream()
                .mapToDouble(z -> Element.of(z).covalentRadius())
                .toArray();
        if (shape.kind() == RadialKind.SPLINE) {
            basis = DistanceForms.bSplines(spacing(), shape.cutoff(), shape.power());
        } else if (shape.kind() == RadialKind.TABULATED) {
            basis = DistanceForms.bSplines(spacing());
        } else if (shape.transform() == DistanceTransform.NONE) {
            basis = shape.enveloped()
                    ? EdgeForms.bessel(shape.basis(), shape.cutoff(), shape.power())
                    : EdgeForms.bessel(shape.basis(), shape.cutoff());
        } else {
            basis = shape.enveloped()
                    ? DistanceForms.transformedBessel(shape.basis(), shape.cutoff(), shape.power())
                    : DistanceForms.transformedBessel(shape.basis(), shape.cutoff());
        }
    }

    RadialShape shape() {
        return shape;
    }

    /** The distance between the knots of splines, Å. */
    double spacing() {
        return shape.cutoff() / shape.intervals();
    }

    /** Makes coefficients of splines from a network, for {@link RadialKind#TABULATED}. */
    KnotNetwork knots() {
        return Objects.requireNonNull(knots, "only tabulated functions have a network at knots");
    }

    /** Sums up what splines are at a distance. */
    FourRows fourRows() {
        return fourRows;
    }

    /** Covalent radii of the elements, Å; their order is that of species. */
    double[] radii() {
        return radii;
    }

    /** The functions there are so far. */
    List<RadialFunctions> functions() {
        return functions;
    }

    /**
     * Adds the functions of one layer.
     *
     * @param scope of their weights
     * @param hidden widths of the hidden layers where they are a network
     * @param outputs how many functions there are
     */
    public RadialFunctions functions(Scope scope, List<Integer> hidden, int outputs) {
        RadialFunctions added = new RadialFunctions(this, scope, hidden, outputs);
        functions.add(added);
        return added;
    }

    /**
     * The Bessel functions of all unordered pairs, for networks that see more than the distance.
     *
     * @return in the working precision [pairs, basis]
     */
    public Var basis(NetworkInput in) {
        if (shape.kind() != RadialKind.MLP || in.splineTolerance() > 0) {
            throw new IllegalStateException("only networks of Bessel functions see them");
        }
        return in.radialFeatures(this).basis();
    }

    /** Computes what the functions of all layers need. */
    Features features(NetworkInput in) {
        double[] distances = in.distancesOfPairs();
        if (shape.kind().splines()) {
            int[] interval = intervals(distances, 0, spacing(), shape.intervals());
            return new Features(
                    in.ofPairs(basis, knotsBelow(interval, 0, spacing())),
                    FourRows.from(interval, shape.splineRows()),
                    null);
        }
        if (in.splineTolerance() > 0) {
            RadialTables tables = in.derived("radial tables", RadialTables.class, () -> RadialTables.of(this, in));
            return tabulated(in, tables, distances);
        }
        if (shape.transform() == DistanceTransform.NONE) {
            return new Features(in.ofPairs(basis), null, null);
        }
        return new Features(in.ofPairs(basis, transformed(in.batch(), distances)), null, null);
    }

    private Features tabulated(NetworkInput in, RadialTables tables, double[] distances) {
        GraphBatch batch = in.batch();
        int[] interval = intervals(distances, RadialTables.NEAREST, tables.spacing(), tables.intervals());
        int[] first = new int[interval.length];
        for (int p = 0; p < first.length; p++) {
            int edge = batch.firstEdgeOfPair()[p];
            first[p] = 2 * interval[p]
                    + tables.firstRow(batch.species()[batch.sender()[edge]], batch.species()[batch.receiver()[edge]]);
        }
        Rows rows = FourRows.from(first, tables.rows());
        return new Features(
                in.ofPairs(tables.cubics(), knotsBelow(interval, RadialTables.NEAREST, tables.spacing())),
                rows,
                tables);
    }

    private static int[] intervals(double[] distances, double start, double spacing, int count) {
        int[] interval = new int[distances.length];
        for (int p = 0; p < interval.length; p++) {
            interval[p] = Math.clamp((long) ((distances[p] - start) / spacing), 0, count - 1);
        }
        return interval;
    }

    private static double[] knotsBelow(int[] interval, double start, double spacing) {
        double[] knots = new double[interval.length];
        for (int p = 0; p < knots.length; p++) {
            knots[p] = start + interval[p] * spacing;
        }
        return knots;
    }

    /** For each pair its distance and the Taylor coefficients of the transformed distance. */
    private double[] transformed(GraphBatch batch, double[] distances) {
        int width = 1 + DistanceForms.TAYLOR_TERMS;
        double[] constants = new double[ArraySize.of(width, distances.length)];
        for (int p = 0; p < distances.length; p++) {
            int edge = batch.firstEdgeOfPair()[p];
            double a = radii[batch.species()[batch.sender()[edge]]];
            double b = radii[batch.species()[batch.receiver()[edge]]];
            constants[width * p] = distances[p];
            double[] taylor =
                    shape.transform().of(Jet.variable(distances[p]), a, b).c();
            System.arraycopy(taylor, 0, constants, width * p + 1, taylor.length);
        }
        return constants;
    }
}

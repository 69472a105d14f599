package org.gaunt.potential.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.nn.DistanceForms;
import org.gaunt.nn.Forms;

/**
 * A model's radial networks as cubic Hermite splines: value and slope of every function at equal knots, from the same weights.
 *
 * <p>The number of knots is doubled until, half-way between the knots of before, no function is further off than the tolerance
 * times the largest value of the functions of its layer; as the error falls with the fourth power of the spacing, that of the
 * splines that are taken is about a sixteenth of it. Where functions see a distance transformed by elements, there is a table for
 * each unordered pair of elements. Nearer than {@link #NEAREST} the first piece goes on.
 */
final class RadialTables {
    /** Where tables start, Å: at 0 some functions have no value. */
    static final double NEAREST = 0.01;

    private static final int FEWEST = 32;
    private static final int MOST = 1 << 16;

    private final int intervals;
    private final double spacing;
    private final int elements;
    private final boolean byElements;
    private final Form cubics;
    private final Map<RadialFunctions, Buffer> tables = new HashMap<>();

    private RadialTables(Radial radial, int intervals) {
        this.intervals = intervals;
        this.spacing = (radial.shape().cutoff() - NEAREST) / intervals;
        this.byElements = radial.shape().transform() != DistanceTransform.NONE;
        this.elements = radial.radii().length;
        this.cubics = DistanceForms.hermiteCubics(spacing);
    }

    /**
     * Tabulates all functions.
     *
     * @throws IllegalArgumentException when no affordable number of knots reaches the tolerance
     */
    static RadialTables of(Radial radial, NetworkInput in) {
        double tolerance = in.splineTolerance();
        double[][] before = samples(radial, in, FEWEST);
        double worst = Double.NaN;
        for (int intervals = 2 * FEWEST; intervals <= MOST; intervals *= 2) {
            double[][] now = samples(radial, in, intervals);
            worst = 0;
            for (int f = 0; f < now.length; f++) {
                worst = Math.max(
                        worst,
                        error(
                                before[f],
                                now[f],
                                radial.functions().get(f).outputs(),
                                intervals,
                                radial.shape().cutoff()));
            }
            if (worst <= tolerance) {
                RadialTables result = new RadialTables(radial, intervals);
                for (int f = 0; f < now.length; f++) {
                    result.tables.put(radial.functions().get(f), Buffer.copyOf(now[f], in.precision()));
                }
                return result;
            }
            before = now;
        }
        throw new IllegalArgumentException("radial splines of " + MOST + " pieces are still off by " + worst
                + " of the largest value, but " + tolerance + " was wanted: ask for a larger tolerance");
    }

    int intervals() {
        return intervals;
    }

    double spacing() {
        return spacing;
    }

    Form cubics() {
        return cubics;
    }

    /** Rows of a table: value and slope for each knot and each pair of elements. */
    int rows() {
        return 2 * (intervals + 1) * (byElements ? elements * (elements + 1) / 2 : 1);
    }

    /** The first row for a pair of elements. */
    int firstRow(int speciesA, int speciesB) {
        return byElements ? 2 * (intervals + 1) * pair(speciesA, speciesB) : 0;
    }

    private static int pair(int a, int b) {
        int high = Math.max(a, b);
        return high * (high + 1) / 2 + Math.min(a, b);
    }

    /** Values and slopes in the working precision [rows, outputs]. */
    Buffer table(RadialFunctions functions) {
        Buffer table = tables.get(functions);
        if (table == null) {
            throw new IllegalStateException("a radial function was made after the tables");
        }
        return table;
    }

    /** For each group of functions value and slope at all knots [pair of elements][knot][value or slope][outputs]. */
    private static double[][] samples(Radial radial, NetworkInput in, int intervals) {
        List<RadialFunctions> all = radial.functions();
        int elements = radial.radii().length;
        boolean byElements = radial.shape().transform() != DistanceTransform.NONE;
        int pairs = byElements ? elements * (elements + 1) / 2 : 1;
        double[][] samples = new double[all.size()][];
        for (int f = 0; f < samples.length; f++) {
            samples[f] =
                    new double[ArraySize.of(pairs, intervals + 1, 2, all.get(f).outputs())];
        }
        for (int a = 0; a < (byElements ? elements : 1); a++) {
            for (int b = 0; b <= (byElements ? a : 0); b++) {
                for (int k = 0; k <= intervals; k++) {
                    double r = NEAREST + k * (radial.shape().cutoff() - NEAREST) / intervals;
                    Jet[] basis = radial.shape().basisAt(r, radial.radii()[a], radial.radii()[b]);
                    for (int f = 0; f < samples.length; f++) {
                        int at = (pair(a, b) * (intervals + 1) + k)
                                * 2
                                * all.get(f).outputs();
                        network(all.get(f), in, basis, samples[f], at);
                    }
                }
            }
        }
        return samples;
    }

    /** Value and slope of a network's outputs, value first. */
    private static void network(RadialFunctions functions, NetworkInput in, Jet[] basis, double[] into, int at) {
        double[] value = new double[basis.length];
        double[] slope = new double[basis.length];
        for (int n = 0; n < basis.length; n++) {
            value[n] = basis[n].c()[0];
            slope[n] = basis[n].c()[1];
        }
        List<LinearMap> layers = functions.network().layers();
        for (int layer = 0; layer < layers.size(); layer++) {
            LinearMap.Block b = layers.get(layer).blocks().getFirst();
            double[] weights = in.values(functions.network().weights().get(layer));
            double[] nextValue = times(value, weights, b);
            double[] nextSlope = times(slope, weights, b);
            for (int k = 0; layer < layers.size() - 1 && k < nextValue.length; k++) {
                double s = 1 / (1 + Math.exp(-nextValue[k]));
                nextSlope[k] *= Forms.SILU_MOMENT * s * (1 + nextValue[k] * (1 - s));
                nextValue[k] *= Forms.SILU_MOMENT * s;
            }
            value = nextValue;
            slope = nextSlope;
        }
        System.arraycopy(value, 0, into, at, value.length);
        System.arraycopy(slope, 0, into, at + value.length, slope.length);
    }

    private static double[] times(double[] x, double[] weights, LinearMap.Block b) {
        double[] result = new double[b.mulOut()];
        for (int i = 0; i < b.mulIn(); i++) {
            double factor = b.scale() * x[i];
            for (int o = 0; o < result.length; o++) {
                result[o] += factor * weights[i * result.length + o];
            }
        }
        return result;
    }

    /** The largest difference half-way between the old knots, relative to the largest value. */
    private static double error(double[] before, double[] now, int outputs, int intervals, double cutoff) {
        double spacing = 2 * (cutoff - NEAREST) / intervals;
        int tables = now.length / (2 * outputs * (intervals + 1));
        double largest = Double.MIN_NORMAL;
        double worst = 0;
        for (int t = 0; t < tables; t++) {
            for (int k = 0; k < intervals / 2; k++) {
                int old = (t * (intervals / 2 + 1) + k) * 2 * outputs;
                int middle = (t * (intervals + 1) + 2 * k + 1) * 2 * outputs;
                for (int o = 0; o < outputs; o++) {
                    double between = (before[old + o] + before[old + 2 * outputs + o]) / 2
                            + spacing * (before[old + outputs + o] - before[old + 3 * outputs + o]) / 8;
                    worst = Math.max(worst, Math.abs(between - now[middle + o]));
                    largest = Math.max(largest, Math.abs(now[middle + o]));
                }
            }
        }
        return worst / largest;
    }
}

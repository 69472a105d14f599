package org.gaunt.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;

/**
 * The kernels of a {@link Segnn}: products of features with attributes, fused with what is before them, so that features of an
 * edge are read once and written once.
 *
 * <p>Features are [component][channel] of degrees 0..lmax, attributes are plain numbers. What goes into a gate is [component][channel]
 * too: the scalars, a gate for each further degree, and the degrees above 0 (Weiler et al. 2018; the functions have e3nn's factors).
 * Clebsch-Gordan products have a segment for each path in their result, normalised to unit variance for unit variances, and no
 * weights: the linear map after them has a matrix for each path. Gaunt products have one segment for each degree, and two more operands,
 * weights [degree][channel] of the features and of the attributes, which all rows share (a path (l1, l2, l3) has the weight w_l1 w_l2
 * w_l3, the last one in the linear map after it).
 */
final class SegnnForms {

    /** No node of a graph. */
    private static final int NONE = -1;

    private final int lmax;
    private final int lmaxAttributes;
    private final boolean gaunt;
    private final ProductSpec spec;
    private final List<Double> factors = new ArrayList<>();

    /** What products give. */
    final Irreps product;
    /** What gates take. */
    final Irreps gateIn;

    /** Operands x, attributes, weights, result. */
    final Form plain;
    /** The product with what a gate gives. Operands y, attributes, weights, result. */
    final Form gated;
    /** The product with (receiver's + sender's + the edge's scalars)/√3. Operands these three, attributes, weights, result. */
    final Form gathered;
    /** What a gate gives. Operands y, result. */
    final Form gate;
    /** What gates give, summed over the edges of a receiver (index 0) times a factor. Operands y, result. */
    final Form gateSum;

    SegnnForms(SegnnConfig config, double sumFactor) {
        lmax = config.lmax();
        lmaxAttributes = config.lmaxAttributes();
        gaunt = config.gaunt();
        int channels = config.channels();
        Irreps features = SegnnConfig.natural(channels, lmax);
        Irreps attributes = SegnnConfig.natural(1, lmaxAttributes);
        if (gaunt) {
            spec = GauntProducts.of(features, attributes, features);
        } else {
            spec = Products.channelwise(features, attributes, features);
        }
        product = spec.out();
        unitVariance();
        List<MulIrrep> terms = new ArrayList<>(List.of(new MulIrrep((1 + lmax) * channels, Irrep.natural(0))));
        terms.addAll(features.terms().subList(1, features.size()));
        gateIn = new Irreps(terms);
        int width = components();
        int result = spec.output().components();
        Operand x = new Operand("x", width, true, Access.row());
        Operand y = new Operand("gate", width + lmax, true, Access.row());
        List<Operand> tail = new ArrayList<>();
        tail.add(new Operand("attributes", (lmaxAttributes + 1) * (lmaxAttributes + 1), false, Access.row()));
        if (gaunt) {
            tail.add(new Operand("feature weights", lmax + 1, true, Access.shared()));
            tail.add(new Operand("attribute weights", lmaxAttributes + 1, true, Access.shared()));
        }
        tail.add(new Operand("z", result, true, Access.row()));
        plain = productForm("product", List.of(x), tail, g -> inputs(g, 0, width));
        gated = productForm("gated product", List.of(y), tail, this::gated);
        gathered = productForm(
                "gathered product",
                List.of(
                        new Operand("receiver", width, true, Access.gather(0)),
                        new Operand("sender", width, true, Access.gather(1)),
                        new Operand("scalars", 1, true, Access.row())),
                tail,
                this::gatheredSum);
        gate = dual("gate", y, new Operand("z", width, true, Access.row()), 1);
        gateSum = dual("sum of gates", y, new Operand("z", width, true, Access.gather(0)), sumFactor);
    }

    /** Components of features. */
    int components() {
        return (lmax + 1) * (lmax + 1);
    }

    /** Makes every component of the result have variance 1 where features and attributes have it. */
    private void unitVariance() {
        List<ProductSpec.Segment> segments = spec.output().segments();
        double[] sums = new double[segments.size()];
        for (ProductSpec.Path path : spec.paths()) {
            for (ProductSpec.Coefficient c : path.coefficients()) {
                sums[path.factors().getLast().segment()] += c.value() * c.value();
            }
        }
        for (int s = 0; s < sums.length; s++) {
            factors.add(Math.sqrt(segments.get(s).components() / sums[s]));
        }
    }

    private interface Features {
        int[] of(ExprGraph g);
    }

    private Form productForm(String name, List<Operand> head, List<Operand> tail, Features features) {
        List<Operand> operands = new ArrayList<>(head);
        operands.addAll(tail);
        int attributes = head.size();
        int last = operands.size() - 1;
        return Form.of(name, operands, g -> {
            int[] z = multiply(g, features.of(g), attributes);
            int sum = g.constant(0);
            for (int k = 0; k < z.length; k++) {
                sum = g.add(sum, g.mul(g.input(last, k), z[k]));
            }
            return sum;
        });
    }

    private Form dual(String name, Operand y, Operand z, double factor) {
        return Form.of(name, List.of(y, z), g -> {
            int[] value = gated(g);
            int sum = g.constant(0);
            for (int k = 0; k < value.length; k++) {
                sum = g.add(sum, g.mul(g.input(1, k), value[k]));
            }
            return g.scale(factor, sum);
        });
    }

    private static int[] inputs(ExprGraph g, int operand, int count) {
        int[] x = new int[count];
        for (int i = 0; i < count; i++) {
            x[i] = g.input(operand, i);
        }
        return x;
    }

    private int[] gated(ExprGraph g) {
        int[] z = new int[components()];
        int scalar = g.input(0, 0);
        z[0] = g.scale(Nonlinearity.SILU.moment(), g.mul(scalar, g.sigmoid(scalar)));
        for (int l = 1; l <= lmax; l++) {
            int open = g.scale(Nonlinearity.SIGMOID.moment(), g.sigmoid(g.input(0, l)));
            for (int i = l * l; i < (l + 1) * (l + 1); i++) {
                z[i] = g.mul(open, g.input(0, lmax + i));
            }
        }
        return z;
    }

    private int[] gatheredSum(ExprGraph g) {
        int[] x = new int[components()];
        for (int i = 0; i < x.length; i++) {
            int sum = g.add(g.input(0, i), g.input(1, i));
            x[i] = g.scale(1 / Math.sqrt(3), i == 0 ? g.add(sum, g.input(2, 0)) : sum);
        }
        return x;
    }

    /** The components of the result; sums over attributes first, which have no channels, or few terms. */
    private int[] multiply(ExprGraph g, int[] x, int attributes) {
        ProductSpec.Operand result = spec.output();
        int components = result.components();
        int[][] matrix = new int[components][x.length];
        for (int[] row : matrix) {
            Arrays.fill(row, g.constant(0));
        }
        for (ProductSpec.Path path : spec.paths()) {
            int l1 = path.factors().get(0).segment();
            int l2 = path.factors().get(1).segment();
            int segment = path.factors().getLast().segment();
            int first = result.firstComponent(segment);
            int[][] part = new int[components][x.length];
            for (int[] row : part) {
                Arrays.fill(row, NONE);
            }
            for (ProductSpec.Coefficient c : path.coefficients()) {
                int k = first + c.components().getLast();
                int i = l1 * l1 + c.components().get(0);
                int a = g.input(attributes, l2 * l2 + c.components().get(1));
                int term = g.scale(c.value() * factors.get(segment), a);
                part[k][i] = part[k][i] == NONE ? term : g.add(part[k][i], term);
            }
            for (int k = 0; k < components; k++) {
                for (int i = 0; i < x.length; i++) {
                    if (part[k][i] != NONE) {
                        int weighted = gaunt ? g.mul(g.input(attributes + 2, l2), part[k][i]) : part[k][i];
                        matrix[k][i] = g.add(matrix[k][i], weighted);
                    }
                }
            }
        }
        int[] weighted = x.clone();
        if (gaunt) {
            for (int l = 0; l <= lmax; l++) {
                for (int i = l * l; i < (l + 1) * (l + 1); i++) {
                    weighted[i] = g.mul(g.input(attributes + 1, l), x[i]);
                }
            }
        }
        int[] z = new int[components];
        for (int k = 0; k < components; k++) {
            z[k] = g.constant(0);
            for (int i = 0; i < x.length; i++) {
                z[k] = g.add(z[k], g.mul(weighted[i], matrix[k][i]));
            }
        }
        return z;
    }
}

package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;
import org.jspecify.annotations.Nullable;

/**
 * A linear map between terms of equal irreps (e3nn's {@code o3.Linear}).
 *
 * <p>Weights: {@code weight}, one matrix [channels in][channels out] for each pair of terms, in the order of input and then output
 * terms, one set of them for each group of rows; {@code bias} where asked, one number for each channel of the output's 0e terms.
 * Immutable but for its weights.
 */
public final class Linear implements Layer {
    private final Irreps in;
    private final Irreps out;
    private final Settings settings;
    private final LinearMap map;
    private final Weight weight;
    private final @Nullable Weight bias;
    private final List<List<Integer>> biases = new ArrayList<>();
    private final List<Path> biasPaths = new ArrayList<>();
    /** For biases of all rows together, and of each. */
    private final List<ProductPlan> plans;

    /**
     * Choices of a linear map besides its irreps.
     *
     * @param normalization how the paths into one output term share its variance
     * @param fan multiplies the number of channels under the root; 1 for e3nn's own, the number of elements for a map of e3nn's
     *     {@code FullyConnectedTensorProduct} with one-hot elements
     * @param scale factor of the result, biases not included
     * @param groups how many groups of rows have matrices of their own, as the elements of atoms
     * @param bias whether biases are added to even scalars
     * @param start first values of the matrices; biases start at 0
     * @param decay whether weight decay applies to the matrices
     * @param matrices whether optimisers may treat the matrices as such ({@link org.gaunt.optim.Muon})
     * @param flat whether the tensor of the weights has one extent only, in place of [groups, size]
     */
    public record Settings(
            PathNormalization normalization,
            int fan,
            double scale,
            int groups,
            boolean bias,
            Initializer start,
            boolean decay,
            boolean matrices,
            boolean flat) {
        public Settings {
            if (fan < 1 || groups < 1 || !Double.isFinite(scale)) {
                throw new IllegalArgumentException("a linear map has a fan and groups of 1 or more and a finite scale,"
                        + " not " + fan + ", " + groups + " and " + scale);
            }
        }

        /** e3nn's: normal numbers, normalised by element, no biases; no weight decay. */
        public static Settings usual() {
            return new Settings(PathNormalization.ELEMENT, 1, 1, 1, false, Initializer.NORMAL, false, true, true);
        }

        public Settings withNormalization(PathNormalization other) {
            return new Settings(other, fan, scale, groups, bias, start, decay, matrices, flat);
        }

        public Settings withFan(int other) {
            return new Settings(normalization, other, scale, groups, bias, start, decay, matrices, flat);
        }

        public Settings withScale(double other) {
            return new Settings(normalization, fan, other, groups, bias, start, decay, matrices, flat);
        }

        /** With matrices for each group, in a tensor [groups, size] even where there is one group. */
        public Settings withGroups(int other) {
            return new Settings(normalization, fan, scale, other, bias, start, decay, matrices, false);
        }

        public Settings withBias() {
            return new Settings(normalization, fan, scale, groups, true, start, decay, matrices, flat);
        }

        public Settings withStart(Initializer other) {
            return new Settings(normalization, fan, scale, groups, bias, other, decay, matrices, flat);
        }

        public Settings withDecay() {
            return new Settings(normalization, fan, scale, groups, bias, start, true, matrices, flat);
        }

        /** Without matrices for optimisers. */
        public Settings withoutMatrices() {
            return new Settings(normalization, fan, scale, groups, bias, start, decay, false, flat);
        }

        /** With a tensor of one extent. */
        public Settings flattened() {
            return new Settings(normalization, fan, scale, groups, bias, start, decay, matrices, true);
        }
    }

    /** A map with weights of its own, from seed 0. */
    public Linear(String in, String out) {
        this(Irreps.parse(in), Irreps.parse(out));
    }

    /** A map with weights of its own, from seed 0. */
    public Linear(Irreps in, Irreps out) {
        this(in, out, Settings.usual());
    }

    /** A map with weights of its own, from seed 0. */
    public Linear(Irreps in, Irreps out, Settings settings) {
        Scope root = Scope.root();
        this(root, in, out, settings);
        root.build(0);
    }

    /** A map with weights in a scope. */
    public Linear(Scope scope, Irreps in, Irreps out) {
        this(scope, in, out, Settings.usual());
    }

    /**
     * A map with weights in a scope; terms of the output without an equal one in the input are zero.
     *
     * @throws IllegalArgumentException if no term of the output is in the input, or biases are asked for without even scalars
     */
    public Linear(Scope scope, Irreps in, Irreps out, Settings settings) {
        this.in = in;
        this.out = out;
        this.settings = settings;
        this.map = LinearMap.ofIrreps(in, out, settings.fan(), settings.normalization())
                .scaled(settings.scale());
        if (map.blocks().isEmpty()) {
            throw new IllegalArgumentException("no irrep of " + out + " is in " + in
                    + ": a linear map needs terms of the same degree and parity on both sides");
        }
        int groups = settings.groups();
        weight = scope.weight(
                "weight",
                new Weight.Declaration(
                        settings.start(),
                        settings.decay(),
                        settings.matrices() ? Parameters.Matrix.of(map, groups) : List.of(),
                        groups,
                        settings.flat()
                                ? List.of(Math.multiplyExact(groups, map.weightSize()))
                                : List.of(groups, map.weightSize())));
        for (int k = 0; k < out.size(); k++) {
            if (out.get(k).ir().isScalar() && out.get(k).mul() > 0) {
                biasPaths.add(new Path(
                        List.of(new Factor(0, biases.size(), "u"), new Factor(1, k, "u")),
                        List.of(new Coefficient(List.of(0, 0), 1))));
                biases.add(List.of(out.get(k).mul()));
            }
        }
        plans = biases.isEmpty() ? List.of() : List.of(biasPlan(Access.shared()), biasPlan(Access.row()));
        if (settings.bias() && biases.isEmpty()) {
            throw new IllegalArgumentException(
                    "biases can only be added to even scalars (0e), and " + out + " has none");
        }
        bias = settings.bias() ? scope.weight("bias", Initializer.ZERO, biases()) : null;
    }

    @Override
    public Irreps in() {
        return in;
    }

    @Override
    public Irreps out() {
        return out;
    }

    @Override
    public List<Weight> weights() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    /** The matrix products that it consists of. */
    public LinearMap map() {
        return map;
    }

    /** The numbers in a row of biases. */
    int biases() {
        return biases.stream().mapToInt(List::getFirst).sum();
    }

    /**
     * Applies the map to rows that share weights.
     *
     * @throws IllegalArgumentException if rows of x are not of {@link #in}, or if groups have weights of their own
     */
    @Override
    public Var apply(Var x) {
        return apply(x, Groups.single(x.rows()));
    }

    /**
     * Applies the map.
     *
     * @param groups which rows share weights; as many groups as the layer has
     */
    public Var apply(Var x, Groups groups) {
        if (groups.count() != settings.groups()) {
            throw new IllegalArgumentException(this + " has weights for " + settings.groups()
                    + " groups of rows, but its rows are in " + groups.count());
        }
        Tape tape = x.tape();
        return evaluate(x, groups, weight.on(tape), bias == null ? null : bias.on(tape));
    }

    /**
     * Applies the map with given weights.
     *
     * @param b one row of biases, one for each row of x, or null
     */
    Var evaluate(Var x, Groups groups, Var w, @Nullable Var b) {
        Shapes.check(x, in, "the input of " + this);
        Tape tape = x.tape();
        Var mapped = tape.linear(map, groups, x, w);
        return b == null ? mapped : mapped.plus(plans.get(b.rows() == 1 ? 0 : 1).apply(tape, x.rows(), b));
    }

    private ProductPlan biasPlan(Access access) {
        ProductSpec spec = new ProductSpec(
                "biases",
                List.of(
                        ProductSpec.Operand.weights("b", biases),
                        ProductSpec.Operand.of("z", ProductSpec.Role.OUTPUT, out)),
                biasPaths);
        return ProductPlan.of(spec, List.of(access, Access.row()));
    }

    @Override
    public String toString() {
        return "Linear " + in + " -> " + out;
    }
}

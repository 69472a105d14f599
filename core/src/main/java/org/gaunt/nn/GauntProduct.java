package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/**
 * The many-body product of MACE-Gaunt (Luo, Chen and Krishnapriyan 2024, section 3.4): the features of each channel are a function f
 * on the sphere, and the result is Σ_ν W_ν f^ν projected to each irrep, W one number for each order, element, irrep and channel.
 *
 * <p>Weights: {@code weight} [elements, orders · irreps, channels], normal numbers of deviation 0.2 at the start.
 */
public final class GauntProduct implements Weighted {
    private static final double START = 0.2;

    private final Weight weight;
    private final int elements;
    private final int channels;
    private final Irreps in;
    private final Irreps out;
    private final ManyBodyProduct powers;
    private final Form combine;

    /**
     * A product with weights in a scope.
     *
     * @param lmax largest degree of the features, of natural parity
     * @param out irreps of the result, one channel of each, of natural parity
     * @param correlation largest power
     */
    public GauntProduct(
            Scope scope,
            int lmax,
            List<Irrep> out,
            int correlation,
            int channels,
            int elements,
            ManyBodyProduct.Way way) {
        this.elements = elements;
        this.channels = channels;
        this.in = new Irreps(IntStream.rangeClosed(0, lmax)
                .mapToObj(l -> new MulIrrep(channels, Irrep.natural(l)))
                .toList());
        this.out = new Irreps(out.stream().map(ir -> new MulIrrep(channels, ir)).toList());
        int highest = out.stream().mapToInt(Irrep::l).max().orElseThrow();
        List<Integer> orders = IntStream.rangeClosed(1, correlation).boxed().toList();
        powers = new ManyBodyProduct(lmax, orders, highest, channels, way);
        combine = combination(out, highest, correlation);
        weight = scope.weight(
                "weight",
                Weight.Declaration.of(GauntProduct::start, elements, correlation * out.size(), channels)
                        .withRows(elements)
                        .withDecay(true));
    }

    private static void start(double[] values, Parameters.Entry entry, RandomGenerator random) {
        for (int i = entry.offset(); i < entry.end(); i++) {
            values[i] = START * random.nextGaussian();
        }
    }

    private static Form combination(List<Irrep> out, int highest, int correlation) {
        List<Operand> operands = new ArrayList<>();
        for (int n = 1; n <= correlation; n++) {
            operands.add(new Operand("power " + n, (highest + 1) * (highest + 1), true, Access.row()));
        }
        operands.add(new Operand("weights", correlation * out.size(), true, Access.gather(0)));
        operands.add(new Operand("z", out.stream().mapToInt(Irrep::dim).sum(), true, Access.row()));
        return Form.of("weighted powers", operands, g -> {
            int sum = g.constant(0);
            int component = 0;
            for (int k = 0; k < out.size(); k++) {
                int l = out.get(k).l();
                for (int m = 0; m < 2 * l + 1; m++) {
                    int value = g.constant(0);
                    for (int n = 0; n < correlation; n++) {
                        int w = g.input(correlation, n * out.size() + k);
                        value = g.add(value, g.mul(w, g.input(n, l * l + m)));
                    }
                    sum = g.add(sum, g.mul(value, g.input(correlation + 1, component++)));
                }
            }
            return sum;
        });
    }

    /** Irreps of the features. */
    public Irreps in() {
        return in;
    }

    /** Irreps of the result. */
    public Irreps out() {
        return out;
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight);
    }

    /**
     * Evaluates the product.
     *
     * @param a features [atoms][component][channel]
     * @param species the element of each atom, from 0
     * @return [atoms][output component][channel]
     */
    public Var apply(Var a, int[] species) {
        Shapes.check(a, in, "the input of " + this);
        List<@Nullable Var> operands = new ArrayList<>(powers.apply(a));
        operands.add(weight.on(a.tape()));
        operands.add(null);
        Rows atoms = Rows.of(a.rows(), species, elements);
        return a.tape().form(combine, channels, atoms, operands.toArray(new @Nullable Var[0]), operands.size() - 1)[0];
    }

    @Override
    public String toString() {
        return "GauntProduct " + in + " -> " + out;
    }
}

package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.ManyBodyProduct;
import org.gaunt.nn.Parameters;
import org.gaunt.o3.Irrep;
import org.jspecify.annotations.Nullable;

/**
 * The many-body product of MACE-Gaunt (Luo, Chen and Krishnapriyan 2024, section 3.4): the features of each channel are a function f
 * on the sphere, and the result is Σ_ν W_ν f^ν projected to each irrep, W one number for each order, element, irrep and channel.
 */
public final class GauntProduct implements NodeProduct {
    private static final double START = 0.2;

    private final String name;
    private final int elements;
    private final int channels;
    private final int weights;
    private final ManyBodyProduct powers;
    private final Form combine;

    /**
     * Prepares a product.
     *
     * @param name of its weights
     * @param lmax largest degree of the features
     * @param out irreps of the result, one channel of each
     * @param correlation largest power
     */
    public GauntProduct(
            String name,
            int lmax,
            List<Irrep> out,
            int correlation,
            int channels,
            int elements,
            ManyBodyProduct.Way way) {
        this.name = name;
        this.elements = elements;
        this.channels = channels;
        this.weights = correlation * out.size();
        int highest = out.stream().mapToInt(Irrep::l).max().orElseThrow();
        List<Integer> orders = IntStream.rangeClosed(1, correlation).boxed().toList();
        powers = new ManyBodyProduct(lmax, orders, highest, channels, way);
        combine = combination(out, highest, correlation);
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

    @Override
    public void declare(Parameters.Builder parameters) {
        parameters.add(name, true, this::start, elements, weights, channels);
    }

    /** As small as those of {@link CoupledProduct} at the start. */
    private void start(double[] values, Parameters.Entry entry, RandomGenerator random) {
        for (int i = entry.offset(); i < entry.end(); i++) {
            values[i] = START * random.nextGaussian();
        }
    }

    @Override
    public Var apply(NetworkInput in, Var a) {
        List<@Nullable Var> operands = new ArrayList<>(powers.apply(a));
        operands.add(in.weight(name, elements));
        operands.add(null);
        int seat = operands.size() - 1;
        Rows atoms = Rows.of(in.batch().atoms(), in.batch().species(), elements);
        return in.tape().form(combine, channels, atoms, operands.toArray(new @Nullable Var[0]), seat)[0];
    }
}

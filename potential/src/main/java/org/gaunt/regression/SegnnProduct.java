package org.gaunt.regression;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.nn.Weighted;
import org.jspecify.annotations.Nullable;

/**
 * A product of features with attributes and the linear map after it. A Gaunt product has a weight for each degree and channel of the
 * features and of the attributes; a Clebsch-Gordan product has none, since the map has a matrix for each of its paths.
 */
final class SegnnProduct implements Weighted {
    private final Form form;
    private final int channels;
    private final List<Weight> ofDegrees;
    private final BlockLinear linear;

    /**
     * A product with weights in a scope.
     *
     * @param product the name of the product in the scope
     * @param map the name of the map in the scope
     * @param form one of {@link SegnnForms}
     * @param linear from what the form gives
     * @param deviation of the map's weights at the start
     */
    SegnnProduct(
            Scope scope,
            String product,
            String map,
            SegnnConfig config,
            Form form,
            LinearMap linear,
            double deviation) {
        this.form = form;
        this.channels = config.channels();
        this.linear = new BlockLinear(
                scope.at(map),
                linear,
                Weight.Declaration.of(Initializer.normal(deviation), linear.weightSize())
                        .withMatrices(Parameters.Matrix.of(linear, 1))
                        .withDecay(true));
        Scope degrees = scope.at(product).at("weight");
        Initializer one = Initializer.constant(1);
        this.ofDegrees = config.gaunt()
                ? List.of(
                        degrees.weight("features", one, config.lmax() + 1, channels),
                        degrees.weight("attributes", one, config.lmaxAttributes() + 1, channels))
                : List.of();
    }

    @Override
    public List<Weight> weights() {
        List<Weight> all = new ArrayList<>(linear.weights());
        all.addAll(ofDegrees);
        return all;
    }

    /**
     * Applies product and map.
     *
     * @param operands the form's, without weights and result
     */
    Var apply(Rows rows, Var... operands) {
        @Nullable Var[] all = new @Nullable Var[form.operands().size()];
        System.arraycopy(operands, 0, all, 0, operands.length);
        for (int k = 0; k < ofDegrees.size(); k++) {
            all[operands.length + k] = ofDegrees.get(k).on(operands[0].tape());
        }
        return linear.apply(operands[0].tape().form(form, channels, rows, all, all.length - 1)[0]);
    }

    /** Applies product and map to rows of one kind. */
    Var apply(Var x, Var attributes) {
        return apply(Rows.of(x.rows()), x, attributes);
    }
}

package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.NodeProduct;
import org.gaunt.potential.network.Radial;
import org.jspecify.annotations.Nullable;

/** One interaction of {@link Mace} and the product after it. Weight decay as MACE has it: after the convolution and on products. */
final class MaceLayer {
    final int number;
    final Irreps out;
    final Linear skip;
    private final boolean residual;
    private final boolean skipByElement;
    private final boolean byElement;
    private final int channels;
    private final int elements;
    private final Messages messages;
    private final NodeProduct node;
    private final Linear product;
    private final Form addSkip;

    MaceLayer(Scope root, MaceConfig config, Radial functions, int number, int elements, double averageNeighbors) {
        this.number = number;
        this.elements = elements;
        channels = config.channels();
        LayerShape shape = LayerShape.of(config, number, elements);
        byElement = shape.byElement();
        out = shape.out();
        boolean nonlinear = config.options().nonlinearInteraction();
        residual = nonlinear || number > 0 || config.firstLayerResidual();
        skipByElement = !nonlinear;
        Scope scope = root.at("interactions." + number);
        messages = nonlinear
                ? new NonlinearMessages(scope, config, functions, shape, edges(config, number, shape.in()))
                : new LinearMessages(scope, config, functions, shape, averageNeighbors);
        Linear.Settings usual = Linear.Settings.usual();
        Linear.Settings settings = skipByElement ? usual.withGroups(elements).withFan(elements) : usual;
        skip = residual
                ? new Linear(scope.at("skip_tp"), shape.in(), out, settings.withScale(shape.scaleOfInput()))
                : new Linear(scope.at("skip_tp"), shape.target(), shape.target(), settings);
        Scope products = root.at("products." + number);
        List<Irrep> irreps = out.terms().stream().map(MulIrrep::ir).toList();
        node = Interaction.of(config.interaction())
                .of(products, config, irreps, config.correlationOf(number), elements);
        product = new Linear(products.at("linear"), out, out, usual.withDecay());
        addSkip = Forms.addGathered(
                out.terms().stream().mapToInt(t -> t.ir().dim()).sum());
    }

    /** Irreps of the features that neighbours send in the non-linear block. */
    private static Irreps edges(MaceConfig config, int number, Irreps in) {
        MaceOptions options = config.options();
        if (options.edgeIrreps().isEmpty() || (number == 0 && !options.edgeIrrepsFirst())) {
            return in;
        }
        Irreps asked = Irreps.parse(options.edgeIrreps());
        return number == 0 ? asked.filter(Irrep::isScalar) : asked;
    }

    /**
     * Features after this layer.
     *
     * @param features of the atoms, or of the elements before the first layer
     */
    Var apply(NetworkInput in, Var features, EdgeValues edges) {
        int[] species = in.batch().species();
        Groups ofAtoms = skipByElement
                ? Groups.of(species, elements)
                : Groups.single(in.batch().atoms());
        Var a = messages.apply(in, features, edges);
        if (!residual) {
            a = skip.apply(a, ofAtoms);
        }
        in.show("interactions." + number, a);
        Var b = node.apply(in, a);
        in.show("products." + number + ".symmetric_contractions", b);
        Var h = product.apply(b);
        if (!residual) {
            return h;
        }
        if (!byElement) {
            return h.plus(skip.apply(features, ofAtoms));
        }
        Groups ofElements = skipByElement ? Groups.each(elements) : Groups.single(elements);
        @Nullable Var[] sum = {h, skip.apply(features, ofElements), null};
        return in.tape().form(addSkip, channels, Rows.of(h.rows(), species, elements), sum, 2)[0];
    }
}

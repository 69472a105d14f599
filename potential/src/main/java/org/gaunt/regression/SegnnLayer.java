package org.gaunt.regression;

import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;

/** One message-passing layer of a {@link Segnn}. */
final class SegnnLayer {
    private static final double RESIDUAL_START = 0.5;

    private final BlockLinear receiver;
    private final BlockLinear sender;
    private final BlockLinear scalars;
    private final SegnnProduct message1;
    private final SegnnProduct message2;
    private final BlockLinear own;
    private final BlockLinear received;
    private final SegnnProduct update1;
    private final SegnnProduct update2;
    private final Form gateSum;
    private final int channels;

    /** A layer with weights in a scope. */
    SegnnLayer(Scope scope, SegnnConfig config, SegnnForms forms) {
        channels = config.channels();
        gateSum = forms.gateSum;
        Irreps features = SegnnConfig.natural(channels, config.lmax());
        LinearMap ofFeatures = LinearMap.ofIrreps(features, features, 1);
        LinearMap ofBoth = LinearMap.ofIrreps(features, features, 2); // twice the inputs, since both results are added
        LinearMap toGate = LinearMap.ofIrreps(forms.product, forms.gateIn, 1);
        LinearMap toFeatures = LinearMap.ofIrreps(forms.product, features, 1);
        Scope message = scope.at("message");
        receiver = new BlockLinear(message.at("receiver"), ofFeatures, true);
        sender = new BlockLinear(message.at("sender"), ofFeatures, true);
        scalars = new BlockLinear(
                message.at("scalars"), LinearMap.dense(channels, channels, 1 / Math.sqrt(channels)), true);
        message1 = new SegnnProduct(message, "product_1", "linear_1", config, forms.gathered, toGate, 1);
        message2 = new SegnnProduct(message, "product_2", "linear_2", config, forms.gated, toGate, 1);
        Scope update = scope.at("update");
        own = new BlockLinear(update.at("own"), ofBoth, true);
        received = new BlockLinear(update.at("received"), ofBoth, true);
        update1 = new SegnnProduct(update, "product_1", "linear_1", config, forms.plain, toGate, 1);
        update2 = new SegnnProduct(update, "product_2", "linear_2", config, forms.gated, toFeatures, RESIDUAL_START);
    }

    /**
     * Applies the layer.
     *
     * @param edges index 0 the receivers, index 1 the senders
     * @param h features of the nodes
     * @param a attributes of the edges
     * @param b attributes of the nodes
     * @param s scalars of the edges
     * @return the new features
     */
    Var apply(Rows edges, Var h, Var a, Var b, Var s) {
        Tape tape = h.tape();
        Var first = message1.apply(edges, receiver.apply(h), sender.apply(h), scalars.apply(s), a);
        @Nullable Var[] messages = {message2.apply(first, a), null};
        Var sum = tape.form(gateSum, channels, edges, messages, 1)[0];
        Var mixed = tape.sum(own.apply(h), received.apply(sum));
        return tape.sum(h, update2.apply(update1.apply(mixed, b), b));
    }
}

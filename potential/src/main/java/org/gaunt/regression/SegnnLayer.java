package org.gaunt.regression;

import org.gaunt.form.LinearMap;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irreps;

/** The maps of one message-passing layer, and the names of their weights. */
final class SegnnLayer {

    /** Parts of the name of the products' weights, in a Gaunt network. */
    static final String EDGE_FIRST = "message.product_1";

    static final String EDGE_SECOND = "message.product_2";
    static final String NODE_FIRST = "update.product_1";
    static final String NODE_SECOND = "update.product_2";

    private static final double RESIDUAL_START = 0.5;

    final LinearMap receiver;
    final LinearMap sender;
    final LinearMap scalars;
    final LinearMap message1;
    final LinearMap message2;
    final LinearMap own;
    final LinearMap received;
    final LinearMap update1;
    final LinearMap update2;
    private final int number;

    SegnnLayer(SegnnConfig config, SegnnForms forms, int number) {
        this.number = number;
        Irreps features = SegnnConfig.natural(config.channels(), config.lmax());
        receiver = LinearMap.ofIrreps(features, features, 1);
        sender = receiver;
        scalars = LinearMap.dense(config.channels(), config.channels(), 1 / Math.sqrt(config.channels()));
        message1 = LinearMap.ofIrreps(forms.product, forms.gateIn, 1);
        message2 = message1;
        // twice the inputs, since both results are added
        own = LinearMap.ofIrreps(features, features, 2);
        received = own;
        update1 = message1;
        update2 = LinearMap.ofIrreps(forms.product, features, 1);
    }

    String name(String part) {
        return "layers." + number + "." + part + ".weight";
    }

    void declare(Parameters.Builder parameters, Segnn model) {
        add(parameters, "message.receiver", receiver, 1);
        add(parameters, "message.sender", sender, 1);
        add(parameters, "message.scalars", scalars, 1);
        add(parameters, "message.linear_1", message1, 1);
        add(parameters, "message.linear_2", message2, 1);
        add(parameters, "update.own", own, 1);
        add(parameters, "update.received", received, 1);
        add(parameters, "update.linear_1", update1, 1);
        add(parameters, "update.linear_2", update2, RESIDUAL_START);
        model.declareDegrees(parameters, name(EDGE_FIRST));
        model.declareDegrees(parameters, name(EDGE_SECOND));
        model.declareDegrees(parameters, name(NODE_FIRST));
        model.declareDegrees(parameters, name(NODE_SECOND));
    }

    private void add(Parameters.Builder parameters, String part, LinearMap map, double deviation) {
        parameters.add(name(part), true, Initializer.normal(deviation), Matrix.of(map, 1), map.weightSize());
    }
}

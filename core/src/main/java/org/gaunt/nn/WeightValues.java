package org.gaunt.nn;

import java.util.Arrays;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Parameter;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;

/**
 * Copies of weights in a working precision, that a tape computes with in place of the master weights ({@link Tape#bind}): one for each
 * thread of a training. For one thread.
 */
public final class WeightValues implements Parameter.Values {
    private final Parameters parameters;
    private final Buffer[] buffers;

    /** Zeros for the layout of some parameters. */
    public WeightValues(Parameters parameters, Precision precision) {
        this.parameters = parameters;
        this.buffers = parameters.entries().stream()
                .map(e -> Buffer.zeros(precision, e.size()))
                .toArray(Buffer[]::new);
    }

    /**
     * Takes over all weights.
     *
     * @param master in the layout of the parameters
     * @throws IllegalArgumentException if their number differs
     */
    public void load(double[] master) {
        if (master.length != parameters.size()) {
            throw new IllegalArgumentException(
                    "the model has " + parameters.size() + " weights, but " + master.length + " were given");
        }
        for (int k = 0; k < buffers.length; k++) {
            buffers[k].copyFrom(master, parameters.entries().get(k).offset());
        }
    }

    /**
     * The values of a tensor; live.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Buffer of(String name) {
        return buffers[parameters.index(name)];
    }

    @Override
    public Buffer of(Parameter parameter) {
        if (parameter instanceof Weight weight
                && weight.index() < buffers.length
                && parameters.entries().get(weight.index()).name().equals(weight.name())) {
            return buffers[weight.index()];
        }
        return of(parameter.name());
    }

    /**
     * Adds the gradients of the weights that were used on a tape.
     *
     * @param gradients of a sweep for {@link Tape#PARAMETERS}
     * @param to in the layout of the parameters
     */
    public void addGradients(Tape tape, Gradients gradients, double[] to) {
        tape.parameters().forEach((parameter, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                g.data().addTo(to, parameters.entry(parameter.name()).offset());
            }
        });
    }

    @Override
    public String toString() {
        return "values of " + Arrays.toString(buffers);
    }
}

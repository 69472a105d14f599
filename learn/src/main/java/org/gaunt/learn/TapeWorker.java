package org.gaunt.learn;

import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.WeightValues;

/** Opens tapes on which layers compute with the worker's copies of the weights. */
public final class TapeWorker implements WeightHolder {

    private final Backend backend;
    private final Precision precision;
    private final WeightValues values;

    TapeWorker(Parameters parameters, Backend backend, Precision precision) {
        this.backend = backend;
        this.precision = precision;
        this.values = new WeightValues(parameters, precision);
    }

    /** A tape with the weights loaded last. */
    Tape open() {
        Tape tape = Tape.open(backend, precision);
        tape.bind(values);
        return tape;
    }

    void addGradients(Tape tape, Gradients gradients, double[] to) {
        values.addGradients(tape, gradients, to);
    }

    @Override
    public void load(double[] weights) {
        values.load(weights);
    }

    /** Tapes are closed by whoever opened them. */
    @Override
    public void close() {}
}

package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * A form that is linear in each of three operands, evaluated with one of its seats open. Its gradients are the same form with the
 * cotangent seated where the result was and another seat open.
 */
interface ThreeSeatNode extends Node {
    /** The three operands; null at the open seat. */
    @Nullable
    Var[] operands();

    /** The open seat. */
    int seat();

    /** The partial derivative by the operand of the open seat. */
    Var output();

    /** Evaluates the form with other operands, null at the open seat; adds to a value where one is given. */
    Var evaluate(Tape tape, @Nullable Var[] seated, int open, @Nullable Var into);

    @Override
    default @Nullable Var[] inputs() {
        return operands();
    }

    @Override
    default Var[] outputs() {
        return new Var[] {output()};
    }

    @Override
    default void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        for (int k = 0; k < 3; k++) {
            Var input = operands()[k];
            if (input == null || !sink.wants(input)) {
                continue;
            }
            @Nullable Var[] seated = operands().clone();
            seated[seat()] = cotangents[0];
            seated[k] = null;
            Var into = sink.inPlace(input);
            Var result = evaluate(tape, seated, k, into);
            if (into == null) {
                sink.add(input, result);
            }
        }
    }
}

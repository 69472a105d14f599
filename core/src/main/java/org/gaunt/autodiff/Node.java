package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** An operation on a tape that knows the gradients of its inputs. */
interface Node {
    /** The values it was computed from; an entry is null where an operand is an open seat that is not read. */
    @Nullable
    Var[] inputs();

    Var[] outputs();

    /**
     * Computes contributions to the gradients of the inputs that carry a tag.
     *
     * @param cotangents one for each output, null where there is none; at least one is there
     * @param sink takes the contributions and says which inputs are wanted
     */
    void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink);
}

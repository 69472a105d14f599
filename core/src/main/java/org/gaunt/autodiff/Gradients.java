package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** The result of {@link Tape#gradient}. */
public final class Gradients {
    private final GradientSink sink;

    Gradients(GradientSink sink) {
        this.sink = sink;
    }

    /** The gradient by a value, of its length, or null where it is zero because nothing depends on the value. */
    public @Nullable Var of(Var value) {
        return sink.get(value);
    }
}

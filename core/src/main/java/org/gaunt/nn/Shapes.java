package org.gaunt.nn;

import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irreps;

/** Checks the inputs of layers. */
final class Shapes {
    private Shapes() {}

    /**
     * Checks that rows can be of some irreps.
     *
     * @param what for the message, such as "the input of Linear"
     */
    static void check(Var x, Irreps irreps, String what) {
        if (x.width() != irreps.dim()) {
            throw new IllegalArgumentException(what + " has rows of " + x.width() + " numbers, which are not " + irreps
                    + ": that has " + irreps.dim());
        }
    }
}

package org.gaunt.autodiff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.jspecify.annotations.Nullable;

/** The leaves of the parameters that were used on a tape, and where their numbers come from. */
final class ParameterLeaves {
    private final Tape tape;
    private final Map<Parameter, Var> leaves = new LinkedHashMap<>();
    private Parameter.@Nullable Values values;

    ParameterLeaves(Tape tape) {
        this.tape = tape;
    }

    void bind(Parameter.Values of) {
        values = of;
        leaves.clear();
    }

    void clear() {
        leaves.clear();
    }

    Map<Parameter, Var> leaves() {
        return Collections.unmodifiableMap(leaves);
    }

    Var leaf(Parameter parameter) {
        Var known = leaves.get(parameter);
        if (known != null) {
            return known;
        }
        Var leaf = tape.leaf(numbers(parameter), parameter.rows(), parameter.width(), Tape.PARAMETERS);
        leaves.put(parameter, leaf);
        return leaf;
    }

    private Buffer numbers(Parameter parameter) {
        int length = ArraySize.of(parameter.rows(), parameter.width());
        if (values == null) {
            Buffer numbers = Numbers.buffer(tape.take(tape.precision(), length), length);
            parameter.read(numbers);
            return numbers;
        }
        Buffer numbers = values.of(parameter);
        if (numbers.precision() != tape.precision() || numbers.length() != length) {
            throw new IllegalArgumentException("the values of \"" + parameter.name() + "\" are " + numbers + ", but "
                    + length + " numbers of " + tape.precision() + " belong there");
        }
        return numbers;
    }

    /** Adds gradients to those of the parameters. */
    void addGradients(Gradients gradients) {
        leaves.forEach((parameter, leaf) -> {
            Var g = gradients.of(leaf);
            if (g != null) {
                parameter.addGradient(g.data());
            }
        });
    }
}

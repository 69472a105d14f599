package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Parameter;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A named tensor that a layer owns. Its {@link Scope} gives the name; its values are part of the {@link Parameters} that the root of
 * the scope is built to.
 */
public final class Weight implements Parameter {
    private final String name;
    private final int rows;
    private final int width;
    private @Nullable Parameters owner;
    private int index;

    Weight(String name, int rows, int width) {
        this.name = name;
        this.rows = rows;
        this.width = width;
    }

    /**
     * A tensor's shape, start and use.
     *
     * @param start its first values
     * @param decay whether weight decay applies
     * @param matrices its parts that multiply vectors of channels; empty where it is something else
     * @param rows rows that it is seen as on a tape; divides the product of the shape
     * @param shape row-major, every extent at least 1; empty for a scalar
     */
    public record Declaration(
            Initializer start, boolean decay, List<Parameters.Matrix> matrices, int rows, List<Integer> shape) {
        public Declaration {
            matrices = List.copyOf(matrices);
            shape = List.copyOf(shape);
        }

        /** One row on a tape, no matrices, no weight decay. */
        public static Declaration of(Initializer start, Integer... shape) {
            return new Declaration(start, false, List.of(), 1, List.of(shape));
        }

        public Declaration withDecay(boolean decays) {
            return new Declaration(start, decays, matrices, rows, shape);
        }

        public Declaration withMatrices(List<Parameters.Matrix> parts) {
            return new Declaration(start, decay, parts, rows, shape);
        }

        public Declaration withRows(int count) {
            return new Declaration(start, decay, matrices, count, shape);
        }
    }

    void bind(Parameters parameters, int entry) {
        owner = parameters;
        index = entry;
    }

    /** The full name: the names of its scopes and its own, with dots between. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    /**
     * The parameters that hold its values.
     *
     * @throws IllegalStateException if the root of its scope has not been built
     */
    public Parameters parameters() {
        if (owner == null) {
            throw new IllegalStateException(
                    "weight \"" + name + "\" has no values yet: build the root of its scope with build(seed)");
        }
        return owner;
    }

    /** The number of its tensor among those of the parameters. */
    int index() {
        return index;
    }

    private Parameters.Entry entry() {
        return parameters().entries().get(index);
    }

    /** Its leaf on a tape. */
    public Var on(Tape tape) {
        return tape.parameter(this);
    }

    /** A copy of the values, row-major. */
    public double[] values() {
        return parameters().get(name);
    }

    /** A copy of the gradient that {@link Tape#backward} has left, row-major; zeros where it left none. */
    public double[] gradient() {
        Parameters.Entry e = entry();
        return java.util.Arrays.copyOfRange(parameters().gradient(), e.offset(), e.end());
    }

    @Override
    public void read(Buffer into) {
        into.copyFrom(parameters().values(), entry().offset());
    }

    @Override
    public void addGradient(Buffer gradient) {
        parameters().addGradient(entry(), gradient);
    }

    @Override
    public String toString() {
        return name + " " + (owner == null ? rows + " x " + width : entry().shape());
    }
}

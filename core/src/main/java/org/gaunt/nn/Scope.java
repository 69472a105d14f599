package org.gaunt.nn;

/**
 * Gives names to the weights of layers and collects them.
 *
 * <pre>{@code
 * Scope root = Scope.root();
 * var up = new Linear(root.at("up"), in, hidden);          // its matrix is "up.weight"
 * var down = new Linear(root.at("down"), hidden, out);
 * Parameters parameters = root.build(0);                   // both matrices, from seed 0
 * }</pre>
 */
public final class Scope {
    private final Parameters.Builder builder;
    private final String path;

    Scope(Parameters.Builder builder, String path) {
        this.builder = builder;
        this.path = path;
    }

    /** A scope without a name. */
    public static Scope root() {
        return Parameters.builder().root();
    }

    /**
     * A scope within this one.
     *
     * @param name its own name; dots make several scopes
     */
    public Scope at(String name) {
        return new Scope(builder, full(name));
    }

    /** The name of a weight or scope in this one. */
    private String full(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a weight or scope in \"" + path + "\" is empty");
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Declares a weight of one row, without weight decay.
     *
     * @param name not used before in this scope
     * @param shape row-major, every extent at least 1; none for a scalar
     */
    public Weight weight(String name, Initializer start, Integer... shape) {
        return weight(name, Weight.Declaration.of(start, shape));
    }

    /**
     * Declares a weight.
     *
     * @param name not used before in this scope
     * @throws IllegalArgumentException if the name is used already or the shape has an extent below 1
     * @throws IllegalStateException if the root has been built
     */
    public Weight weight(String name, Weight.Declaration declaration) {
        return builder.declare(full(name), declaration);
    }

    /**
     * All weights that were declared in the root and its scopes, in the order of their declaration; each is started from the seed and
     * its name.
     *
     * @throws IllegalStateException if this is no root or was built before
     */
    public Parameters build(long seed) {
        if (!path.isEmpty()) {
            throw new IllegalStateException("scope \"" + path + "\" is part of another: build the root");
        }
        return builder.build(seed);
    }

    /** The names of the scopes around, with dots between; empty for a root. */
    @Override
    public String toString() {
        return path;
    }
}

package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The trainable weights of a model: named tensors, in a fixed order, over one flat {@code double[]}.
 *
 * <p>These are the master weights. They are always double, whatever precision a model computes in; optimisers change
 * {@link #values()} in place and models copy them into their working precision. Two gradients, moments or averages of
 * the same model are plain {@code double[]} of the same {@link #size()}, so that all code of the optimisers is loops
 * over arrays.
 *
 * <p>The layout (names, shapes, order) is immutable; the values are not. Not safe for concurrent writing.
 */
public final class Parameters {

    private final List<Entry> entries;
    private final Map<String, Integer> index = new LinkedHashMap<>();
    private final List<Initializer> initializers;
    private final double[] values;
    private double @Nullable [] gradient;
    private boolean touched;

    /**
     * One named tensor.
     *
     * @param name unique, by convention dotted from the outer part to the inner: {@code layer0.radial.weight1}
     * @param shape row-major shape; the empty shape is a scalar
     * @param offset index of the first element in {@link Parameters#values()}
     * @param size number of elements, the product of the shape
     * @param decay whether weight decay applies to the tensor
     * @param matrices its parts that multiply vectors of channels; empty where it is something else
     */
    public record Entry(String name, List<Integer> shape, int offset, int size, boolean decay, List<Matrix> matrices) {
        /** Copies the lists. */
        public Entry {
            shape = List.copyOf(shape);
            matrices = List.copyOf(matrices);
            for (Matrix m : matrices) {
                if (m.offset() < 0 || m.offset() + (long) m.rows() * m.columns() > size) {
                    throw new IllegalArgumentException(
                            m + " does not fit into parameter \"" + name + "\" of " + size + " weights");
                }
            }
        }

        /** One past the last index of the tensor in {@link Parameters#values()}. */
        public int end() {
            return offset + size;
        }
    }

    /**
     * A matrix within a tensor, row-major.
     *
     * @param offset index of its first element in the tensor
     */
    public record Matrix(int offset, int rows, int columns) {
        /** The matrices of a linear map's weights, one set for each group. */
        public static List<Matrix> of(LinearMap map, int groups) {
            List<Matrix> matrices = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                for (LinearMap.Block b : map.blocks()) {
                    matrices.add(new Matrix(g * map.weightSize() + b.weightOffset(), b.mulIn(), b.mulOut()));
                }
            }
            return matrices;
        }
    }

    private Parameters(List<Entry> entries, List<Initializer> initializers, double[] values) {
        this.entries = List.copyOf(entries);
        this.initializers = List.copyOf(initializers);
        for (int k = 0; k < entries.size(); k++) {
            index.put(entries.get(k).name(), k);
        }
        this.values = values;
    }

    /** Starts an empty list of tensors. */
    public static Builder builder() {
        return new Builder();
    }

    /** The tensors in their order; offsets ascend without gaps. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * Finds a tensor by its name.
     *
     * @throws IllegalArgumentException when there is none of that name; the message lists those there are
     */
    public Entry entry(String name) {
        return entries.get(index(name));
    }

    /** The number of a tensor; throws as {@link #entry}. */
    int index(String name) {
        Integer known = index.get(name);
        if (known == null) {
            throw new IllegalArgumentException("no parameter \"" + name + "\"; there are " + index.keySet());
        }
        return known;
    }

    /** Total number of weights. */
    public int size() {
        return values.length;
    }

    /** The live array of all weights [{@link #size()}]: writing to it changes the parameters. */
    public double[] values() {
        return values;
    }

    /** A copy of one tensor's values, row-major. */
    public double[] get(String name) {
        Entry entry = entry(name);
        return Arrays.copyOfRange(values, entry.offset(), entry.end());
    }

    /**
     * Overwrites one tensor.
     *
     * @param source row-major values, exactly as many as the tensor has
     * @throws IllegalArgumentException when the length differs
     */
    public void set(String name, double[] source) {
        Entry entry = entry(name);
        if (source.length != entry.size()) {
            throw new IllegalArgumentException("parameter \"" + name + "\" of shape " + entry.shape() + " has "
                    + entry.size() + " values, given " + source.length);
        }
        System.arraycopy(source, 0, values, entry.offset(), source.length);
    }

    /** The same layout and a copy of the values. */
    public Parameters copy() {
        return new Parameters(entries, initializers, values.clone());
    }

    /**
     * Overwrites all weights with those that a seed starts with.
     *
     * <p>Each tensor draws from a stream of its own, made of the seed and its name, so that adding a tensor does not change the
     * start of the others.
     *
     * @return these parameters
     */
    public Parameters initialize(long seed) {
        Arrays.fill(values, 0);
        for (int k = 0; k < entries.size(); k++) {
            Entry entry = entries.get(k);
            initializers.get(k).fill(values, entry, Initializer.stream(seed, entry.name()));
        }
        return this;
    }

    /**
     * The live gradient that {@link org.gaunt.autodiff.Tape#backward} adds to [{@link #size()}]; zeros where it left none.
     */
    public double[] gradient() {
        double[] known = gradient;
        if (known == null) {
            known = new double[values.length];
            gradient = known;
        }
        return known;
    }

    /** True if {@link org.gaunt.autodiff.Tape#backward} has left a gradient since the last {@link #clearGradient}. */
    public boolean hasGradient() {
        return touched;
    }

    /** Sets the gradient to zero. */
    public void clearGradient() {
        Arrays.fill(gradient(), 0);
        touched = false;
    }

    void addGradient(Entry entry, Buffer of) {
        of.addTo(gradient(), entry.offset());
        touched = true;
    }

    /** Lists the tensors: {@code 2 tensors, 10 weights: embedding [2, 4], readout [2]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(entries.size()).append(" tensors, ").append(size()).append(" weights");
        String separator = ": ";
        for (Entry entry : entries) {
            text.append(separator).append(entry.name()).append(' ').append(entry.shape());
            separator = ", ";
        }
        return text.toString();
    }

    /** Collects tensors in the order in which they will lie in memory. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();
        private final List<Initializer> initializers = new ArrayList<>();
        private final Map<String, Integer> names = new LinkedHashMap<>();
        private final Map<Weight, Integer> weights = new LinkedHashMap<>();
        private int size;
        private boolean built;

        private Builder() {}

        /** The scope without a name, whose weights lie among the tensors of this builder. */
        public Scope root() {
            return new Scope(this, "");
        }

        /** Appends the tensor of a weight. */
        Weight declare(String name, Weight.Declaration of) {
            int before = size;
            int number = entries.size();
            add(
                    name,
                    of.decay(),
                    of.start(),
                    of.matrices(),
                    of.shape().stream().mapToInt(Integer::intValue).toArray());
            int count = size - before;
            if (of.rows() < 1 || count % of.rows() != 0) {
                throw new IllegalArgumentException("parameter \"" + name + "\" of shape " + of.shape()
                        + " cannot be seen as " + of.rows() + " rows");
            }
            Weight weight = new Weight(name, of.rows(), count / of.rows());
            weights.put(weight, number);
            return weight;
        }

        /** Appends a tensor of zeros; see {@link #add(String, boolean, Initializer, int...)}. */
        public Builder add(String name, boolean decay, int... shape) {
            return add(name, decay, Initializer.ZERO, shape);
        }

        /**
         * Appends a tensor.
         *
         * @param name not used before
         * @param decay whether weight decay applies
         * @param initializer how {@link #build(long)} fills it
         * @param shape row-major, every extent at least 1; none for a scalar
         * @throws IllegalArgumentException for a repeated name, an empty extent, or more than 2^31 - 1 weights in all
         */
        public Builder add(String name, boolean decay, Initializer initializer, int... shape) {
            return add(name, decay, initializer, List.of(), shape);
        }

        /**
         * Appends a tensor that holds matrices; see {@link #add(String, boolean, Initializer, int...)}.
         *
         * @param matrices its parts that multiply vectors of channels, which do not overlap
         */
        public Builder add(String name, boolean decay, Initializer initializer, List<Matrix> matrices, int... shape) {
            if (built) {
                throw new IllegalStateException(
                        "parameter \"" + name + "\" was declared after the parameters had been built");
            }
            if (names.putIfAbsent(name, entries.size()) != null) {
                throw new IllegalArgumentException("parameter \"" + name + "\" is defined twice; names must be unique");
            }
            long count = 1;
            List<Integer> extents = new ArrayList<>();
            for (int extent : shape) {
                if (extent < 1) {
                    throw new IllegalArgumentException(
                            "parameter \"" + name + "\" has shape " + Arrays.toString(shape) + "; extents start at 1");
                }
                extents.add(extent);
                count = Math.multiplyExact(count, extent);
            }
            if (size + count > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("parameter \"" + name + "\" of shape " + Arrays.toString(shape)
                        + " would bring the model to " + (size + count) + " weights; the limit is "
                        + Integer.MAX_VALUE);
            }
            entries.add(new Entry(name, extents, size, (int) count, decay, matrices));
            initializers.add(initializer);
            size += (int) count;
            return this;
        }

        /** Number of weights so far: the offset of the next tensor. */
        public int size() {
            return size;
        }

        /** The parameters, all zero. */
        public Parameters build() {
            if (built && !weights.isEmpty()) {
                throw new IllegalStateException("parameters are built once: their weights have values already");
            }
            built = true;
            Parameters parameters = new Parameters(entries, initializers, new double[size]);
            weights.forEach((weight, number) -> weight.bind(parameters, number));
            return parameters;
        }

        /** The parameters, {@linkplain Parameters#initialize started} from a seed. */
        public Parameters build(long seed) {
            return build().initialize(seed);
        }
    }
}

package org.gaunt.potential.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.importer.torch.ElementType;
import org.gaunt.potential.importer.torch.TorchTensor;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.product.CouplingTensor;
import org.gaunt.product.SymmetricBasis;

/**
 * The weights of a model of MACE as those of {@link Mace}: copied as they are, except that an element-dependent map is stored there as
 * [in][element][out] and here as [element][in][out], readouts of several heads side by side there and one after another here, and
 * symmetric contractions with redundant weights there, which are projected on the independent basis.
 */
final class MaceWeights {
    private final Module root;
    private final MaceShape shape;
    private final Mace model;
    private final int elements;
    private final int channels;

    MaceWeights(Module root, MaceShape shape, Mace model) {
        this.root = root;
        this.shape = shape;
        this.model = model;
        this.elements = shape.data().atomicNumbers().size();
        this.channels = shape.config().channels();
    }

    /** Sets all weights of the model. */
    void copy() {
        MaceProducts.check(root, shape.config());
        for (Parameters.Entry entry : model.parameters().entries()) {
            model.parameters().set(entry.name(), weights(entry));
        }
    }

    private double[] weights(Parameters.Entry entry) {
        String name = entry.name();
        int dot = name.lastIndexOf('.');
        if (name.endsWith(".contraction.weight")) {
            int layer = Integer.parseInt(name.split("\\.", -1)[1]);
            return contraction(layer, entry.size());
        }
        Module module = root;
        String path = theirName(name);
        for (String part : path.substring(0, path.lastIndexOf('.')).split("\\.", -1)) {
            module = module.child(part);
        }
        String tensor = name.substring(dot + 1);
        if (name.startsWith("readouts.")) {
            return tensor.equals("bias")
                    ? readoutBias(module, entry.size())
                    : readout(module, entry, module.numbers(tensor));
        }
        double[] theirs = module.numbers(tensor, entry.size());
        if (module.className().equals("torch.nn.modules.linear.Linear") && tensor.equals("weight")) {
            return transposed(theirs, module.integer("in_features"));
        }
        boolean byElement =
                name.endsWith(".skip_tp.weight") && !module.simpleName().equals("Linear");
        return byElement ? byElement(module, theirs) : theirs;
    }

    /** The name of the module with a weight: with one readout only, that is number 0 there and that of the last layer here. */
    private String theirName(String name) {
        String last = "readouts." + (shape.config().layers() - 1) + ".";
        return shape.config().options().lastReadoutOnly() && name.startsWith(last)
                ? "readouts.0." + name.substring(last.length())
                : name;
    }

    /** [out][in] as [in][out]. */
    private static double[] transposed(double[] theirs, int in) {
        int out = theirs.length / in;
        double[] ours = new double[theirs.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                ours[i * out + o] = theirs[o * in + i];
            }
        }
        return ours;
    }

    /** The biases of all heads, or of the one that is kept. */
    private double[] readoutBias(Module module, int size) {
        int heads = shape.heads().size();
        if (shape.head() < 0) {
            return module.numbers("bias", size);
        }
        double[] theirs = module.numbers("bias", Math.multiplyExact(size, heads));
        return Arrays.copyOfRange(theirs, shape.head() * size, (shape.head() + 1) * size);
    }

    /** [in][head][out] as [head][in][out], or the part of the head that is kept. */
    private double[] readout(Module module, Parameters.Entry entry, double[] theirs) {
        int heads = shape.heads().size();
        int kept = shape.head() < 0 ? heads : 1;
        int first = Math.max(0, shape.head());
        int width = shape.config().readoutHidden();
        double[] ours = new double[entry.size()];
        if (module.path().endsWith(".linear_2")) {
            requireSize(module, theirs, heads * width * heads);
            // [head of the input][input][head of the result]: what connects different heads is masked there
            double scale = kept == heads ? 1 : 1 / Math.sqrt(heads); // the fan there is that of all heads
            for (int i = 0; i < ours.length; i++) {
                int head = first + i / width;
                ours[i] = scale * theirs[(head * width + i % width) * heads + head];
            }
            return ours;
        }
        if (module.path().endsWith(".linear_mid")) {
            int all = heads * width;
            requireSize(module, theirs, all * all);
            double scale = kept == heads ? 1 : 1 / Math.sqrt(heads);
            for (int i = 0; i < ours.length; i++) {
                int head = first + i / (width * width);
                int row = head * width + i / width % width;
                ours[i] = scale * theirs[row * all + head * width + i % width];
            }
            return ours;
        }
        int out = module.path().endsWith(".linear_1") ? width : 1;
        int in = entry.size() / (kept * out);
        requireSize(module, theirs, in * heads * out);
        for (int h = 0; h < kept; h++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    ours[(h * in + i) * out + o] = theirs[(i * heads + first + h) * out + o];
                }
            }
        }
        return ours;
    }

    private static void requireSize(Module module, double[] theirs, int size) {
        if (theirs.length != size) {
            throw module.problem(theirs.length + " weights instead of " + size);
        }
    }

    /** [in][element][out] for each irrep as [element][irrep][in][out]. */
    private double[] byElement(Module skip, double[] theirs) {
        Irreps in = skip.irreps("irreps_in1");
        Irreps out = skip.irreps("irreps_out");
        List<int[]> blocks = new ArrayList<>(); // channels in and out
        int size = 0;
        for (MulIrrep term : in.terms()) {
            for (MulIrrep result : out.terms()) {
                if (result.ir().equals(term.ir())) {
                    blocks.add(new int[] {term.mul(), result.mul()});
                    size += term.mul() * result.mul();
                }
            }
        }
        requireSize(skip, theirs, size * elements);
        double[] ours = new double[theirs.length];
        int before = 0;
        for (int[] block : blocks) {
            for (int i = 0; i < block[0]; i++) {
                for (int e = 0; e < elements; e++) {
                    for (int o = 0; o < block[1]; o++) {
                        ours[e * size + before + i * block[1] + o] =
                                theirs[before * elements + (i * elements + e) * block[1] + o];
                    }
                }
            }
            before += block[0] * block[1];
        }
        return ours;
    }

    private double[] contraction(int layer, int size) {
        Module products = root.child("products").child(Integer.toString(layer)).child("symmetric_contractions");
        List<Irrep> out =
                products.irreps("irreps_out").terms().stream().map(MulIrrep::ir).toList();
        int correlation = shape.config().correlationOf(layer);
        int elements = shape.config().options().agnosticProduct() ? 1 : this.elements;
        SymmetricContraction ours =
                new SymmetricContraction(shape.config().lmax(), out, correlation, channels, elements);
        double[] weights = new double[elements * ours.weightCount() * channels];
        if (weights.length != size) {
            throw products.problem("contractions to " + out + " of another size");
        }
        int first = 0;
        for (SymmetricContraction.WeightBlock block : ours.blocks()) {
            Module contraction = products.list("contractions").get(out.indexOf(block.out()));
            add(contraction, block, correlation, weights, first, ours.weightCount(), elements);
            first += block.size();
        }
        return weights;
    }

    private void add(
            Module contraction,
            SymmetricContraction.WeightBlock block,
            int correlation,
            double[] weights,
            int first,
            int count,
            int elements) {
        int order = block.order();
        boolean largest = order == correlation;
        int number = correlation - 1 - order; // orders descend
        String zeroed = largest ? "weights_max_zeroed" : "weights_" + number + "_zeroed";
        if (contraction.tensors().containsKey(zeroed) && contraction.number(zeroed) != 0) {
            return;
        }
        double[][] map = projection(contraction, block.out(), order);
        int columns = map[0].length;
        int size = Math.multiplyExact(Math.multiplyExact(elements, columns), channels);
        double[] theirs = largest
                ? contraction.numbers("weights_max", size)
                : contraction.child("weights").numbers(Integer.toString(number), size);
        for (int e = 0; e < elements; e++) {
            for (int eta = 0; eta < block.size(); eta++) {
                for (int q = 0; q < columns; q++) {
                    double factor = map[eta][q];
                    int from = (e * columns + q) * channels;
                    int to = (e * count + first + eta) * channels;
                    for (int c = 0; c < channels && factor != 0; c++) {
                        weights[to + c] += factor * theirs[from + c];
                    }
                }
            }
        }
    }

    /** The matrix from the columns of the file's U tensor to the independent basis. */
    private double[][] projection(Module contraction, Irrep out, int order) {
        int lmax = shape.config().lmax();
        int components = (lmax + 1) * (lmax + 1);
        String name = "U_matrix_" + order;
        TorchTensor tensor = contraction.tensor(name);
        int[] dims = tensor.shape();
        int rows = out.l() == 0 ? 1 : out.dim();
        int leading = dims.length - order - 1;
        boolean fits = leading >= 0 && Arrays.stream(dims, 0, leading).reduce(1, (a, b) -> a * b) == rows;
        for (int k = Math.max(0, leading); k < dims.length - 1; k++) {
            fits &= dims[k] == components;
        }
        int columns = dims.length == 0 ? 0 : dims[dims.length - 1];
        if (!fits || columns == 0) {
            throw contraction.problem(name + ", " + tensor + ", for order " + order + " of " + out);
        }
        double[] values = contraction.numbers(name);
        List<int[]> indices = new ArrayList<>();
        List<Double> kept = new ArrayList<>();
        for (int n = 0; n < values.length; n++) {
            if (values[n] != 0) {
                int[] index = new int[order + 2];
                int rest = n;
                index[order + 1] = rest % columns;
                rest /= columns;
                for (int k = order; k >= 1; k--) {
                    index[k] = rest % components;
                    rest /= components;
                }
                index[0] = rest;
                indices.add(index);
                kept.add(values[n]);
            }
        }
        CouplingTensor u = CouplingTensor.ofElements(
                order,
                columns,
                indices.toArray(int[][]::new),
                kept.stream().mapToDouble(x -> x).toArray());
        try {
            double outside = tensor.type() == ElementType.FLOAT64 ? 1e-13 : 1e-10; // of the square
            return SymmetricBasis.of(lmax, out, order).fromCouplingTrees(u, outside);
        } catch (IllegalArgumentException e) {
            throw contraction.unsupported(
                    name + " of another basis: " + e.getMessage(), "the harmonics and order of e3nn");
        }
    }
}

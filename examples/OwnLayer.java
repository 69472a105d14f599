import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Layer;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Norm;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.TensorProduct;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;
import org.gaunt.optim.Adam;
import org.gaunt.product.ClebschGordan;

/**
 * A layer of one's own, e3nn's {@code NormActivation}: every irrep is multiplied by the sigmoid of its norm plus a trained bias. It is
 * checked for equivariance and trained together with a linear layer.
 *
 * <p>{@code examples/run.sh OwnLayer}
 */
final class NormActivation implements Layer {
    private final Norm norm;
    private final TensorProduct multiply;
    private final Weight bias;

    NormActivation(Scope scope, Irreps irreps) {
        norm = Norm.of(irreps, 1e-3); // smooth where an irrep vanishes, so that derivatives exist
        multiply = new TensorProduct(scope.at("multiply"), ClebschGordan.elementwise(norm.out(), irreps));
        bias = scope.weight("bias", Initializer.ZERO, norm.out().dim());
    }

    @Override
    public Irreps in() {
        return multiply.in2();
    }

    @Override
    public Irreps out() {
        return multiply.out();
    }

    @Override
    public List<Weight> weights() {
        return List.of(bias);
    }

    @Override
    public Var apply(Var x) {
        Var factors = norm.apply(x).plus(bias.on(x.tape())).sigmoid();
        return multiply.apply(factors, x);
    }
}

void main() {
    Irreps irreps = Irreps.parse("8x0e+8x1o+4x2e");
    Scope root = Scope.root();
    var linear = new Linear(root.at("linear"), irreps, irreps);
    var activation = new NormActivation(root.at("activation"), irreps);
    Parameters parameters = root.build(0);
    IO.println(parameters);

    double[][] x = rows(irreps.dim());
    double[][] d = WignerD.of(irreps, Rotation.random(new Random(2)).matrix());
    double difference = 0;
    double[] before = apply(activation, turned(irreps, d, x[0]));
    double[] after = turned(irreps, d, apply(activation, x[0]));
    for (int i = 0; i < before.length; i++) {
        difference = Math.max(difference, Math.abs(before[i] - after[i]));
    }
    IO.println("turned before and after the layer: the same to %.0e".formatted(difference));

    var adam = new Adam(parameters, 0.01);
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
        try (Tape t = Tape.open()) {
            Var y = activation.apply(linear.apply(t.input(x)));
            Var loss = y.minus(x).squared().mean(); // to undo the activation is something to learn
            t.backward(loss);
            adam.step();
            losses.add(loss.item());
        }
    }
    IO.println("loss %.4f, after 200 steps %.4f".formatted(losses.getFirst(), losses.getLast()));
    if (losses.getLast() > losses.getFirst() / 3 || difference > 1e-12) {
        throw new IllegalStateException("the layer is wrong");
    }
}

double[] apply(Layer layer, double[] x) {
    try (Tape t = Tape.open(Precision.FLOAT64)) {
        return layer.apply(t.input(x, 1, x.length)).toDoubles();
    }
}

/** D x. The matrices are in e3nn's order of a row, [term][channel][component]; layers take [term][component][channel]. */
double[] turned(Irreps irreps, double[][] d, double[] x) {
    double[] in = Layout.IR_MUL.convertTo(Layout.MUL_IR, irreps, x);
    double[] out = new double[in.length];
    for (int i = 0; i < out.length; i++) {
        for (int j = 0; j < in.length; j++) {
            out[i] += d[i][j] * in[j];
        }
    }
    return Layout.MUL_IR.convertTo(Layout.IR_MUL, irreps, out);
}

double[][] rows(int width) {
    Random random = new Random(1);
    double[][] rows = new double[64][width];
    for (double[] row : rows) {
        for (int i = 0; i < width; i++) {
            row[i] = random.nextGaussian();
        }
    }
    return rows;
}

import java.util.Random;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.TensorProduct;
import org.gaunt.optim.Adam;

/**
 * Trains a tensor product of irreps to be the same as another one, whose weights it does not know.
 *
 * <p>{@code examples/run.sh TrainLayer}
 */
void main() {
    double[][] x = rows(1, 256, 32);
    double[][] z = rows(2, 256, 32);
    double[][] target = target(x, z);

    var layer = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o"); // owns its weights
    var adam = new Adam(layer.parameters(), 0.01);
    for (int step = 0; step < 300; step++) {
        try (Tape t = Tape.open()) {
            Var y = layer.apply(t.input(x), t.input(z));
            Var loss = y.minus(target).squared().mean();
            t.backward(loss);
            adam.step();
            if (step % 50 == 0 || step == 299) {
                IO.println("step %3d  loss %.6f".formatted(step, loss.item()));
            }
        }
    }
}

/** What the product with other weights makes of the same rows: four scalars, then two vectors, x of both, y of both, z of both. */
double[][] target(double[][] x, double[][] z) {
    var other = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o");
    other.parameters().initialize(7);
    try (Tape t = Tape.open()) {
        double[] y = other.apply(t.input(x), t.input(z)).toDoubles();
        double[][] rows = new double[x.length][10];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(y, 10 * row, rows[row], 0, 10);
        }
        return rows;
    }
}

double[][] rows(int seed, int count, int width) {
    Random random = new Random(seed);
    double[][] rows = new double[count][width];
    for (double[] row : rows) {
        for (int i = 0; i < width; i++) {
            row[i] = random.nextGaussian();
        }
    }
    return rows;
}

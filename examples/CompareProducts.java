import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gaunt.nn.ProductLayer;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.ReferenceProduct;

/**
 * Compares equivariant products of two feature vectors: what they cost, what they can express, how they are computed; and computes
 * one of them, with its gradient, beside the textbook loop.
 *
 * <p>{@code examples/run.sh CompareProducts}
 */
void main() {
    Irreps features = Irreps.parse("8x0e+8x1o+8x2e");
    List<ProductSpec> products = List.of(
            ClebschGordan.fullyConnected(features, features, features).spec(),
            ClebschGordan.elementwise(Irreps.parse("8x1o"), Irreps.parse("8x1o")).spec(),
            GauntProducts.of(features, features, features),
            MatrixProducts.of(features, features, features));
    for (ProductSpec product : products) {
        IO.println(product);
        IO.println("  cost            " + product.cost());
        IO.println("  expressivity    " + product.expressivity());
        IO.println("  interactability " + product.interactability());
        IO.println("  route           " + Products.choose(product));
    }

    ProductSpec gaunt = products.get(2);
    int rows = 4;
    int width = gaunt.operands().getFirst().dim();
    double[] x = random(rows * width, 1);
    double[] y = random(rows * width, 2);
    Tape tape = Tape.open(Precision.FLOAT64);
    Var left = tape.input(x, rows, width);
    Var right = tape.input(y, rows, width);
    Var result = ProductLayer.chosen(gaunt).apply(left, right);
    Var gradient = tape.gradient(result.sum(), left);
    List<Double> expected = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
        double[][] operands = {slice(x, row, width), slice(y, row, width), null};
        for (double value : ReferenceProduct.evaluate(gaunt, 2, operands)) {
            expected.add(value);
        }
    }
    double difference = 0;
    double[] computed = result.toDoubles();
    for (int k = 0; k < computed.length; k++) {
        difference = Math.max(difference, Math.abs(computed[k] - expected.get(k)));
    }
    IO.println("largest difference to the textbook loop: %.1e".formatted(difference));
    IO.println("gradient of the first input: " + gradient.rows() + " rows of " + gradient.width());
    if (difference > 1e-12) {
        throw new IllegalStateException("the product is wrong");
    }
}

double[] random(int length, long seed) {
    return new Random(seed).doubles(length, -1, 1).toArray();
}

double[] slice(double[] all, int row, int width) {
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
}

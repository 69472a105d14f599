package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.o3.Wigner3j;

/** The coupling of two degrees to all others of natural parity, for waves that are already multiplied. */
final class CouplingMatrix {
    private CouplingMatrix() {}

    /**
     * From the products of waves ({@link WaveLoops}, [wave of x][product]) to the outputs [c][m].
     *
     * <p>A rotation about the polar axis multiplies waves by phases, so a coefficient of cos a cos b in the output of a + b comes with the
     * negative one of sin a sin b, and so on: one number for each product.
     */
    static ConstantMatrix of(int a, int b) {
        int products = WaveLoops.products(b);
        ConstantMatrix.Builder builder = ConstantMatrix.builder(SeparatePathsMap.width(a, b), (a + 1) * products);
        int row = 0;
        for (int c = Math.abs(a - b); c <= a + b; c += 2) {
            double[][][] w = Wigner3j.of(a, b, c);
            double scale = Math.sqrt(2 * c + 1);
            for (int v = 0; v <= a; v++) {
                set(builder, row, c, v * products, v, scale * w[a + v][b][c + Math.min(v, c)]);
                if (v > 0) {
                    set(builder, row, c, v * products + 1, -v, scale * w[a - v][b][c - Math.min(v, c)]);
                }
                for (int u = 1; u <= b; u++) {
                    int at = v * products + 4 * u - 2;
                    int sum = Math.min(v + u, c);
                    int difference = Math.min(Math.abs(v - u), c);
                    set(builder, row, c, at, v + u, scale * w[a + v][b + u][c + sum]);
                    if (v == 0) {
                        set(builder, row, c, at + 2, -u, scale * w[a][b - u][c - sum]);
                        continue;
                    }
                    set(builder, row, c, at + 1, Math.abs(v - u), scale * w[a + v][b + u][c + difference]);
                    set(builder, row, c, at + 2, -v - u, scale * w[a - v][b + u][c - sum]);
                    if (v != u) {
                        set(builder, row, c, at + 3, -Math.abs(v - u), scale * w[a - v][b + u][c - difference]);
                    }
                }
            }
            row += 2 * c + 1;
        }
        return builder.build();
    }

    private static void set(ConstantMatrix.Builder builder, int row, int c, int column, int m, double value) {
        if (Math.abs(m) <= c) {
            builder.set(row + c + m, column, value);
        }
    }
}

package org.gaunt.o3;

import java.util.ArrayList;
import java.util.List;

/**
 * Wigner D matrices of the real irreps: how features change when the world is turned, Y(R v) = D(R) Y(v).
 *
 * <p>Method: degree l is the part of degree l in the product of degrees l-1 and 1, so D^l follows from D^(l-1) and D^1,
 * which is the matrix R itself, with {@link Wigner3j}. This is exact algebra and loses about one unit in the last place
 * per degree. A matrix with an inversion gives the D of natural parity the same way; the other parity differs by the
 * determinant.
 */
public final class WignerD {

    /** How far from orthogonal a matrix may be. */
    private static final double TOLERANCE = 1e-6;

    private WignerD() {}

    /**
     * The matrix of an irrep.
     *
     * @param irrep the irrep
     * @param r an orthogonal matrix of determinant 1 or -1, shape [3][3]
     * @return a new array of shape [2l+1][2l+1]
     * @throws IllegalArgumentException if r is not orthogonal to 1e-6
     */
    public static double[][] of(Irrep irrep, double[][] r) {
        double[][] d = upTo(irrep.l(), r).get(irrep.l());
        if (!irrep.isNatural() && checkedDeterminant(r) < 0) {
            for (double[] row : d) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = -row[i];
                }
            }
        }
        return d;
    }

    /**
     * The matrix of a degree.
     *
     * @param l the degree
     * @param rotation the rotation
     * @return a new array of shape [2l+1][2l+1]
     */
    public static double[][] of(int l, Rotation rotation) {
        return of(Irrep.natural(l), rotation.matrix());
    }

    /**
     * The block-diagonal matrix of a feature vector in the layout {@link Layout#MUL_IR}.
     *
     * @param irreps what the vector consists of
     * @param r an orthogonal matrix of determinant 1 or -1, shape [3][3]
     * @return a new array of shape [irreps.dim()][irreps.dim()]
     * @throws IllegalArgumentException if r is not orthogonal to 1e-6
     */
    public static double[][] of(Irreps irreps, double[][] r) {
        double[][] d = new double[irreps.dim()][irreps.dim()];
        int start = 0;
        for (MulIrrep term : irreps.terms()) {
            double[][] block = of(term.ir(), r);
            for (int channel = 0; channel < term.mul(); channel++) {
                for (int i = 0; i < block.length; i++) {
                    System.arraycopy(block[i], 0, d[start + i], start, block.length);
                }
                start += block.length;
            }
        }
        return d;
    }

    /**
     * The matrices of all degrees with natural parity.
     *
     * @param lmax the largest degree, at most {@link SphericalHarmonics#MAX_DEGREE}
     * @param r an orthogonal matrix of determinant 1 or -1, shape [3][3]
     * @return D^0, D^1, ... D^lmax
     * @throws IllegalArgumentException if r is not orthogonal to 1e-6 or lmax is too large
     */
    public static List<double[][]> upTo(int lmax, double[][] r) {
        checkedDeterminant(r);
        List<double[][]> matrices = new ArrayList<>();
        matrices.add(new double[][] {{1}});
        for (int l = 1; l <= lmax; l++) {
            matrices.add(next(l, matrices.get(l - 1), r));
        }
        return matrices;
    }

    /** D^l[m][n] = (2l+1) sum of C[m][a][i] D^(l-1)[a][b] R[i][j] C[n][b][j]. */
    private static double[][] next(int l, double[][] before, double[][] r) {
        double[][][] c = Wigner3j.of(l, l - 1, 1);
        int size = 2 * l + 1;
        double[][] d = new double[size][size];
        for (int n = 0; n < size; n++) {
            double[][] turned = turn(c[n], before, r);
            for (int m = 0; m < size; m++) {
                double sum = 0;
                for (int a = 0; a < before.length; a++) {
                    for (int i = 0; i < 3; i++) {
                        sum += c[m][a][i] * turned[a][i];
                    }
                }
                d[m][n] = size * sum;
            }
        }
        return d;
    }

    /** The product D t R^T for a matrix t of shape [2l-1][3]. */
    private static double[][] turn(double[][] t, double[][] d, double[][] r) {
        double[][] turned = new double[d.length][3];
        for (int b = 0; b < d.length; b++) {
            for (int i = 0; i < 3; i++) {
                double value = t[b][0] * r[i][0] + t[b][1] * r[i][1] + t[b][2] * r[i][2];
                for (int a = 0; value != 0 && a < d.length; a++) {
                    turned[a][i] += d[a][b] * value;
                }
            }
        }
        return turned;
    }

    /**
     * The generators X of rotations about the axes: D(rotation by t about axis k) = exp(t X_k).
     *
     * @param l the degree
     * @return a new array of shape [3][2l+1][2l+1]: about x, y and z
     */
    public static double[][][] generators(int l) {
        double[][][] x = new double[3][2 * l + 1][2 * l + 1];
        if (l == 0) {
            return x;
        }
        double[][][] c = Wigner3j.of(l, 1, l);
        double scale = Math.sqrt(l * (l + 1.0) * (2 * l + 1));
        for (int m = 0; m < 2 * l + 1; m++) {
            for (int axis = 0; axis < 3; axis++) {
                for (int n = 0; n < 2 * l + 1; n++) {
                    x[axis][m][n] = scale * c[m][axis][n];
                }
            }
        }
        return x;
    }

    /** The determinant, about 1 or -1, of a matrix that is checked to be orthogonal. */
    static double checkedDeterminant(double[][] r) {
        double worst = r.length == 3 && r[0].length == 3 && r[1].length == 3 && r[2].length == 3 ? 0 : Double.NaN;
        for (int i = 0; i < 3 && !Double.isNaN(worst); i++) {
            for (int j = 0; j < 3; j++) {
                double product = r[i][0] * r[j][0] + r[i][1] * r[j][1] + r[i][2] * r[j][2];
                worst = Math.max(worst, Math.abs(product - (i == j ? 1 : 0)));
            }
        }
        if (!(worst <= TOLERANCE)) {
            throw new IllegalArgumentException("the matrix must be 3 by 3 and orthogonal to " + TOLERANCE
                    + ", but R R^T differs from the identity by " + worst);
        }
        return r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1])
                - r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0])
                + r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
    }
}

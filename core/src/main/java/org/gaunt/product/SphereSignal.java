package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Wigner3j;

/**
 * A function on the sphere whose values are numbers or vectors, as coefficients of harmonics up to a degree.
 *
 * <p>Of numbers: the coefficients of real spherical harmonics of integral normalisation, degrees 0..degree. Of vectors: those of
 * vector harmonics Y^l_jk = Σ_ma √(2j+1) C(l, 1, j)[m, a, k] Y_lm e_a, which are orthonormal on the sphere as well; for each degree l
 * = 0..degree the irreps j = |l-1|..l+1, in this order. C is {@link Wigner3j}, e_a are the axes x, y, z.
 *
 * @param rank 0 for numbers, 1 for vectors
 * @param degree the largest degree l of the harmonics
 * @param parity of the values: 1 if inversion leaves them as they are (numbers, axial vectors), -1 if it changes their sign
 *     (pseudoscalars, polar vectors)
 */
public record SphereSignal(int rank, int degree, int parity) {
    /** A term of the expansion: the irrep j made of the harmonics of degree l. */
    public record Harmonic(int l, int j) {}

    public SphereSignal {
        if (rank < 0 || rank > 1 || degree < 0) {
            throw new IllegalArgumentException(
                    "a function on the sphere has values of rank 0 (numbers) or 1 (vectors) and a"
                            + " degree of 0 or more, not rank " + rank + " and degree " + degree);
        }
        if (parity != 1 && parity != -1) {
            throw new IllegalArgumentException("the parity of values is 1 or -1, not " + parity);
        }
    }

    /** Numbers or polar vectors. */
    public SphereSignal(int rank, int degree) {
        this(rank, degree, rank == 0 ? 1 : -1);
    }

    /** Values that are numbers. */
    public static SphereSignal scalar(int degree) {
        return new SphereSignal(0, degree);
    }

    /** Values that are polar vectors. */
    public static SphereSignal vector(int degree) {
        return new SphereSignal(1, degree);
    }

    /** The same with values of another parity. */
    public SphereSignal withParity(int other) {
        return new SphereSignal(rank, degree, other);
    }

    /** The terms in order. */
    public List<Harmonic> harmonics() {
        List<Harmonic> list = new ArrayList<>();
        for (int l = 0; l <= degree; l++) {
            for (int j = Math.abs(l - rank); j <= l + rank; j++) {
                list.add(new Harmonic(l, j));
            }
        }
        return list;
    }

    /** The irreps of the terms. */
    public Irreps irreps(int channels) {
        return new Irreps(harmonics().stream()
                .map(h -> new MulIrrep(channels, new Irrep(h.j(), (h.l() & 1) == 0 ? parity : -parity)))
                .toList());
    }

    /** The number of coefficients. */
    public int components() {
        return harmonics().stream().mapToInt(h -> 2 * h.j() + 1).sum();
    }

    /** Numbers of one value: 1 or 3. */
    public int fields() {
        return 2 * rank + 1;
    }

    /**
     * The ordinary harmonics of each Cartesian component.
     *
     * @return the matrix [field][l² + l + m][component], the first two as one index
     */
    public double[][] cartesian() {
        int size = (degree + 1) * (degree + 1);
        double[][] matrix = new double[fields() * size][components()];
        int offset = 0;
        for (Harmonic h : harmonics()) {
            double[][][] c = Wigner3j.of(h.l(), rank, h.j());
            for (int m = 0; m <= 2 * h.l(); m++) {
                for (int a = 0; a < fields(); a++) {
                    for (int k = 0; k <= 2 * h.j(); k++) {
                        matrix[a * size + h.l() * h.l() + m][offset + k] = Math.sqrt(2 * h.j() + 1) * c[m][a][k];
                    }
                }
            }
            offset += 2 * h.j() + 1;
        }
        return matrix;
    }

    @Override
    public String toString() {
        String values =
                rank == 0 ? parity == 1 ? "numbers" : "pseudoscalars" : parity == 1 ? "axial vectors" : "vectors";
        return values + " to degree " + degree;
    }
}

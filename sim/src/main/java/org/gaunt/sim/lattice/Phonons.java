package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.linalg.SymmetricEigen;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Harmonic vibrations of a crystal, from finite displacements of the atoms of one cell within a supercell.
 *
 * <p>Every atom of the cell is moved by +δ and -δ along x, y and z. An atom of the supercell acts through its nearest images, all of them
 * where several are equally near (Parlinski, Li, Kawazoe, Phys. Rev. Lett. 78, 4063 (1997)). Force constants are symmetric, and the force
 * on an atom when all move together is zero.
 */
public final class Phonons {
    /** Images whose distances differ by less than this count as equally near, Å. */
    private static final double SAME = 1e-4;

    /** Images of the supercell that are looked at along each vector. */
    private static final int IMAGES = 2;

    /** THz for a frequency of 1/fs. */
    private static final double THZ = 1000 / (2 * Math.PI);

    private final int atoms;
    private final double[] masses;

    /** Fractional vectors to the nearest images of an atom of the supercell, [atom of the cell][atom of the supercell][image][3]. */
    private final double[][][] nearest;

    /** Force constants over square roots of masses, [atom of the cell][atom of the supercell][3 x 3]. */
    private final double[][][] constants;

    private final int cells;
    private final double largestForce;

    private Phonons(int atoms, double[] masses, double[][][] nearest, double[][][] constants, double largestForce) {
        this.atoms = atoms;
        this.masses = masses;
        this.nearest = nearest;
        this.constants = constants;
        this.cells = nearest[0].length / atoms;
        this.largestForce = largestForce;
    }

    /**
     * Computes the force constants.
     *
     * @param structure one cell of a relaxed crystal
     * @param supercell cells along its three vectors, each at least 1
     * @param delta displacement, Å
     * @throws org.gaunt.files.InputException if the structure is no crystal or the potential cannot take it
     */
    public static Phonons of(Potential potential, Structure structure, int[] supercell, double delta) {
        if (supercell.length != 3 || Arrays.stream(supercell).min().orElse(0) < 1 || !(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("a supercell has at least 1 cell along each of three vectors, and a"
                    + " displacement is above 0 and below 1 Å; given " + Arrays.toString(supercell) + " and " + delta);
        }
        Cell cell = Crystals.cell(structure, "phonons");
        Structure whole = Crystals.supercell(structure, cell, supercell);
        int n = structure.size();
        double[] masses = new double[n];
        for (int i = 0; i < n; i++) {
            masses[i] = Element.of(structure.number(i)).mass();
        }
        double[][][] constants = new double[n][whole.size()][];
        for (int i = 0; i < n; i++) {
            atom(potential, whole, i, delta, constants[i]);
        }
        sumRule(constants);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < whole.size(); j++) {
                double factor = 1 / Math.sqrt(masses[i] * masses[j % n]);
                for (int k = 0; k < 9; k++) {
                    constants[i][j][k] *= factor;
                }
            }
        }
        return new Phonons(
                n,
                masses,
                nearest(cell, whole, n),
                constants,
                largest(potential.evaluate(structure, Derivatives.FORCES)));
    }

    private static double largest(Prediction prediction) {
        double[] f = prediction.forces();
        double largest = 0;
        for (int i = 0; i < f.length; i += 3) {
            largest = Math.max(largest, Math.sqrt(f[i] * f[i] + f[i + 1] * f[i + 1] + f[i + 2] * f[i + 2]));
        }
        return largest;
    }

    /** Second derivatives of the energy by an atom and all others, eV/Å². */
    private static void atom(Potential potential, Structure whole, int atom, double delta, double[][] constants) {
        for (int j = 0; j < constants.length; j++) {
            constants[j] = new double[9];
        }
        List<Structure> displaced = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                double[] positions = whole.positions();
                positions[3 * atom + axis] += sign * delta;
                displaced.add(whole.withPositions(positions));
            }
        }
        List<Prediction> predictions = potential.evaluate(displaced, Derivatives.FORCES);
        for (int axis = 0; axis < 3; axis++) {
            double[] plus = predictions.get(2 * axis).forces();
            double[] minus = predictions.get(2 * axis + 1).forces();
            for (int j = 0; j < constants.length; j++) {
                for (int k = 0; k < 3; k++) {
                    constants[j][3 * axis + k] = (minus[3 * j + k] - plus[3 * j + k]) / (2 * delta);
                }
            }
        }
    }

    /** The constant of an atom with itself is what makes the sum over all others zero. */
    private static void sumRule(double[][][] constants) {
        for (int i = 0; i < constants.length; i++) {
            for (int k = 0; k < 9; k++) {
                double sum = 0;
                for (double[] other : constants[i]) {
                    sum += other[k];
                }
                constants[i][i][k] -= sum;
            }
        }
    }

    private static double[][][] nearest(Cell cell, Structure whole, int n) {
        double[] inverse = Crystals.inverse(cell);
        Cell large = whole.cell() == null ? cell : whole.cell();
        double[][][] all = new double[n][whole.size()][];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < whole.size(); j++) {
                List<double[]> found = new ArrayList<>();
                double shortest = Double.POSITIVE_INFINITY;
                for (int t = 0; t < 125; t++) {
                    int[] image = {t % 5 - IMAGES, t / 5 % 5 - IMAGES, t / 25 - IMAGES};
                    double[] d = new double[3];
                    double square = 0;
                    for (int k = 0; k < 3; k++) {
                        d[k] = whole.position(j, k) - whole.position(i, k);
                        for (int v = 0; v < 3; v++) {
                            d[k] += image[v] * large.get(v, k);
                        }
                        square += d[k] * d[k];
                    }
                    double distance = Math.sqrt(square);
                    if (distance < shortest - SAME) {
                        found.clear();
                        shortest = distance;
                    }
                    if (distance < shortest + SAME) {
                        found.add(d);
                    }
                }
                all[i][j] = new double[3 * found.size()];
                for (int m = 0; m < found.size(); m++) {
                    for (int k = 0; k < 3; k++) {
                        for (int v = 0; v < 3; v++) {
                            all[i][j][3 * m + k] += found.get(m)[v] * inverse[3 * v + k];
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Number of branches, three for each atom of the cell. */
    public int branches() {
        return 3 * atoms;
    }

    /** Largest force on an atom of the crystal without displacements, eV/Å. */
    public double largestForce() {
        return largestForce;
    }

    /** Masses of the atoms of the cell, amu. */
    public double[] masses() {
        return masses.clone();
    }

    /**
     * Frequencies at a wave vector.
     *
     * @param q in units of the reciprocal vectors
     * @return ascending, THz; imaginary ones as negative numbers
     */
    public double[] frequencies(double... q) {
        int size = 3 * atoms;
        double[][] real = new double[size][size];
        double[][] imaginary = new double[size][size];
        for (int i = 0; i < atoms; i++) {
            for (int j = 0; j < cells * atoms; j++) {
                double[] vectors = nearest[i][j];
                double cos = 0;
                double sin = 0;
                for (int m = 0; m < vectors.length; m += 3) {
                    double phase = 2 * Math.PI * (q[0] * vectors[m] + q[1] * vectors[m + 1] + q[2] * vectors[m + 2]);
                    cos += Math.cos(phase);
                    sin += Math.sin(phase);
                }
                double images = vectors.length / 3.0;
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        double constant = constants[i][j][3 * a + b];
                        real[3 * i + a][3 * (j % atoms) + b] += constant * cos / images;
                        imaginary[3 * i + a][3 * (j % atoms) + b] += constant * sin / images;
                    }
                }
            }
        }
        // the Hermitian matrix A + iB as the symmetric one [[A, -B], [B, A]], which has each eigenvalue twice
        double[][] both = new double[2 * size][2 * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double a = (real[i][j] + real[j][i]) / 2;
                double b = (imaginary[i][j] - imaginary[j][i]) / 2;
                both[i][j] = a;
                both[size + i][size + j] = a;
                both[i][size + j] = -b;
                both[size + i][j] = b;
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(both);
        double[] values = new double[2 * size];
        for (int k = 0; k < values.length; k++) {
            values[k] = eigen.value(k);
        }
        Arrays.sort(values);
        double[] frequencies = new double[size];
        for (int k = 0; k < size; k++) {
            double square = (values[2 * k] + values[2 * k + 1]) / 2 / Units.AMU_ANGSTROM2_PER_FS2;
            frequencies[k] = Math.copySign(Math.sqrt(Math.abs(square)), square) * THZ;
        }
        return frequencies;
    }

    /**
     * Frequencies on a mesh of wave vectors, those of an even number of points between the planes through Γ (Monkhorst, Pack 1976). One of
     * q and -q stands for both.
     *
     * @param mesh points along the reciprocal vectors
     */
    public PhononMesh mesh(int... mesh) {
        return PhononMesh.of(this, mesh);
    }
}

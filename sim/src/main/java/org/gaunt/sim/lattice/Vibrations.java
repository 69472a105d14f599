package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.linalg.SymmetricEigen;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * The vibrations of a molecule in the harmonic approximation: eigenvectors of the mass-weighted Hessian, by central differences of the
 * forces, without translations and rotations (Wilson, Decius, Cross, Molecular Vibrations, 1955).
 *
 * @param modes by rising frequency; 3n - 6 of them, 3n - 5 of a linear molecule
 * @param largestForce on an atom of the structure, eV/Å: frequencies mean something where it is small
 */
public record Vibrations(List<Mode> modes, double largestForce) {
    /** Speed of light, cm/s. */
    private static final double LIGHT = 2.99792458e10;

    /** Planck's constant over 2π, eV fs. */
    private static final double HBAR = 0.6582119569509066;

    private static final double FS = 1e-15;

    /** Far above any curvature, eV/(Å² amu): where translations and rotations are put. */
    private static final double AWAY = 1e6;

    /** Norm of a motion, over that of the first, below which it does not exist: the rotation of a linear molecule about its axis. */
    private static final double NOTHING = 1e-4;

    /** Takes over the modes. */
    public Vibrations {
        modes = List.copyOf(modes);
    }

    /**
     * A mode.
     *
     * @param wavenumber in 1/cm; negative for an imaginary frequency, along which the energy falls
     * @param displacements of the atoms, normalised [atoms, 3]
     */
    @SuppressWarnings("ArrayRecordComponent") // a view for reading
    public record Mode(double wavenumber, double[] displacements) {
        /** Whether the energy falls along the mode. */
        public boolean imaginary() {
            return wavenumber < 0;
        }

        /** The energy of a quantum, eV; negative for an imaginary frequency. */
        public double quantum() {
            return 2 * Math.PI * LIGHT * FS * HBAR * wavenumber;
        }
    }

    /**
     * Computes the vibrations.
     *
     * @param structure not periodic, relaxed
     * @param delta displacement of the differences, Å
     * @throws org.gaunt.files.InputException if the structure is periodic or the potential cannot take it
     */
    public static Vibrations of(Potential potential, Structure structure, double delta) {
        if (!(delta > 0) || Double.isInfinite(delta)) {
            throw new IllegalArgumentException("a displacement is above 0, not " + delta);
        }
        if (structure.isPeriodic()) {
            throw structure
                    .problem("vibrations are those of molecules")
                    .found("a periodic structure")
                    .wanted("a molecule: pbc=\"F F F\"")
                    .build();
        }
        int size = 3 * structure.size();
        double[] masses = new double[size];
        for (int i = 0; i < size; i++) {
            masses[i] = Element.of(structure.number(i / 3)).mass();
        }
        double[][] hessian = hessian(potential, structure, delta);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                hessian[i][j] /= Math.sqrt(masses[i] * masses[j]);
            }
        }
        List<double[]> rigid = rigidMotions(structure, masses);
        SymmetricEigen eigen = SymmetricEigen.of(without(hessian, rigid));
        List<Mode> modes = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            if (eigen.value(k) < AWAY / 2) {
                modes.add(mode(eigen, k, masses));
            }
        }
        modes.sort((a, b) -> Double.compare(a.wavenumber, b.wavenumber));
        return new Vibrations(modes, largest(potential.evaluate(structure, Derivatives.FORCES)));
    }

    /** Half the sum of the quanta, eV; imaginary frequencies do not count. */
    public double zeroPointEnergy() {
        return modes.stream()
                .filter(mode -> !mode.imaginary())
                .mapToDouble(mode -> mode.quantum() / 2)
                .sum();
    }

    private static double largest(Prediction prediction) {
        double[] f = prediction.forces();
        double largest = 0;
        for (int i = 0; i < f.length; i += 3) {
            largest = Math.max(largest, Math.sqrt(f[i] * f[i] + f[i + 1] * f[i + 1] + f[i + 2] * f[i + 2]));
        }
        return largest;
    }

    /** Second derivatives of the energy, eV/Å², symmetrised. */
    private static double[][] hessian(Potential potential, Structure structure, double delta) {
        int size = 3 * structure.size();
        List<Structure> displaced = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int sign = 1; sign >= -1; sign -= 2) {
                double[] positions = structure.positions();
                positions[i] += sign * delta;
                displaced.add(structure.withPositions(positions));
            }
        }
        List<Prediction> predictions = potential.evaluate(displaced, Derivatives.FORCES);
        double[][] hessian = new double[size][size];
        for (int i = 0; i < size; i++) {
            double[] plus = predictions.get(2 * i).forces();
            double[] minus = predictions.get(2 * i + 1).forces();
            for (int j = 0; j < size; j++) {
                double second = (minus[j] - plus[j]) / (2 * delta) / 2;
                hessian[i][j] += second;
                hessian[j][i] += second;
            }
        }
        return hessian;
    }

    /** Translations and rotations, weighted by the roots of the masses, orthonormal. */
    private static List<double[]> rigidMotions(Structure structure, double[] masses) {
        int size = masses.length;
        double[] centre = new double[3];
        double mass = 0;
        for (int i = 0; i < size; i++) {
            centre[i % 3] += masses[i] * structure.position(i / 3, i % 3);
            mass += masses[i] / 3;
        }
        List<double[]> motions = new ArrayList<>();
        for (int axis = 0; axis < 6; axis++) {
            double[] motion = new double[size];
            for (int i = 0; i < size; i++) {
                int along = i % 3;
                double value;
                if (axis < 3) {
                    value = along == axis ? 1 : 0;
                } else {
                    int about = axis - 3;
                    int other = 3 - about - along;
                    double arm = along == about ? 0 : structure.position(i / 3, other) - centre[other] / mass;
                    value = along == (about + 1) % 3 ? -arm : arm;
                }
                motion[i] = Math.sqrt(masses[i]) * value;
            }
            double before = norm(motion);
            for (int pass = 0; pass < 2; pass++) {
                for (double[] known : motions) {
                    add(motion, -dot(motion, known), known);
                }
            }
            double after = norm(motion);
            if (before > 0 && after > NOTHING * before) {
                for (int i = 0; i < size; i++) {
                    motion[i] /= after;
                }
                motions.add(motion);
            }
        }
        return motions;
    }

    /** The matrix in the space without some vectors, which become eigenvectors far away. */
    private static double[][] without(double[][] matrix, List<double[]> vectors) {
        int size = matrix.length;
        for (double[] v : vectors) {
            double[] image = new double[size];
            for (int i = 0; i < size; i++) {
                image[i] = dot(matrix[i], v);
            }
            double value = dot(image, v);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    matrix[i][j] += (value + AWAY) * v[i] * v[j] - image[i] * v[j] - v[i] * image[j];
                }
            }
        }
        return matrix;
    }

    private static Mode mode(SymmetricEigen eigen, int k, double[] masses) {
        double[] displacements = new double[masses.length];
        for (int i = 0; i < masses.length; i++) {
            displacements[i] = eigen.component(k, i) / Math.sqrt(masses[i]);
        }
        double norm = norm(displacements);
        for (int i = 0; i < masses.length; i++) {
            displacements[i] /= norm;
        }
        double value = eigen.value(k);
        double frequency = Math.sqrt(Math.abs(value) / Units.AMU_ANGSTROM2_PER_FS2); // 1/fs
        return new Mode(Math.signum(value) * frequency / (2 * Math.PI * LIGHT * FS), displacements);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }
}

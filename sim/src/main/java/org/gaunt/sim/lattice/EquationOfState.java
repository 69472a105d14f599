package org.gaunt.sim.lattice;

import java.util.Arrays;
import org.gaunt.atoms.Units;
import org.gaunt.linalg.LeastSquares;

/**
 * The energy of a crystal as a function of its volume, fitted by least squares.
 *
 * @param form of the function
 * @param volume at the minimum, Å³
 * @param energy at the minimum, eV
 * @param bulkModulus at the minimum, GPa
 * @param pressureDerivative derivative of the bulk modulus by the pressure there
 * @param rmse root mean square deviation of the energies from the function, eV
 */
public record EquationOfState(
        Form form, double volume, double energy, double bulkModulus, double pressureDerivative, double rmse) {

    /** Functions with four parameters. */
    public enum Form {
        /** Third order in the Eulerian strain (Birch, Phys. Rev. 71, 809 (1947)). */
        BIRCH_MURNAGHAN,
        /** Vinet, Ferrante, Rose, Smith, J. Phys. C 19, L467 (1986). */
        VINET
    }

    private static final int ITERATIONS = 200;

    /**
     * Fits a function.
     *
     * @param volumes at least five, Å³
     * @param energies as many, eV
     * @throws IllegalArgumentException if there are fewer, or the energies have no minimum near these volumes
     */
    public static EquationOfState fit(Form form, double[] volumes, double[] energies) {
        if (volumes.length != energies.length || volumes.length < 5) {
            throw new IllegalArgumentException("an equation of state is fitted to at least 5 volumes and as many"
                    + " energies, not to " + volumes.length + " and " + energies.length);
        }
        EquationOfState birch = birchMurnaghan(volumes, energies);
        return form == Form.VINET ? vinet(birch, volumes, energies) : birch;
    }

    /** The energy at a volume, eV. */
    public double energyAt(double v) {
        double b = bulkModulus * Units.GPA;
        if (form == Form.BIRCH_MURNAGHAN) {
            double f = Math.pow(volume / v, 2.0 / 3);
            return energy
                    + 9 * volume * b / 16 * (Math.pow(f - 1, 3) * pressureDerivative + (f - 1) * (f - 1) * (6 - 4 * f));
        }
        double x = Math.cbrt(v / volume);
        double eta = 1.5 * (pressureDerivative - 1);
        double factor = 9 * b * volume / (eta * eta);
        return energy + factor * (1 + (eta * (1 - x) - 1) * Math.exp(eta * (1 - x)));
    }

    /** The function is a polynomial of degree 3 in V^(-2/3): a linear problem. */
    private static EquationOfState birchMurnaghan(double[] volumes, double[] energies) {
        double middle = Arrays.stream(volumes).average().orElse(1);
        double shift = Arrays.stream(energies).average().orElse(0);
        double[][] normal = new double[4][4];
        double[] right = new double[4];
        for (int k = 0; k < volumes.length; k++) {
            double u = Math.pow(volumes[k] / middle, -2.0 / 3) - 1;
            double[] powers = {1, u, u * u, u * u * u};
            for (int i = 0; i < 4; i++) {
                right[i] += powers[i] * (energies[k] - shift);
                for (int j = 0; j < 4; j++) {
                    normal[i][j] += powers[i] * powers[j];
                }
            }
        }
        double[] c = solve(normal, right);
        // dE/du = c1 + 2 c2 u + 3 c3 u² = 0 where the curvature is positive
        double root = c[2] * c[2] - 3 * c[1] * c[3];
        double u =
                Math.abs(c[3]) < 1e-12 * Math.abs(c[2]) ? -c[1] / (2 * c[2]) : (-c[2] + Math.sqrt(root)) / (3 * c[3]);
        double s = u + 1;
        double v0 = middle * Math.pow(s, -1.5);
        double second = 2 * c[2] + 6 * c[3] * u; // d²E/du² at the minimum
        if (!(root >= 0) || !(s > 0) || !(second > 0)) {
            throw new IllegalArgumentException("the energies have no minimum near these volumes");
        }
        // with u = (V/Vm)^(-2/3) - 1: V du/dV = -2/3 s, B = V d²E/dV² = (4/9) s² E'' / V
        double b = 4.0 / 9 * s * s * second / v0;
        double third = 6 * c[3];
        // B' = -1 - V³E'''/(V²E''), from V d/dV of the above
        double derivative = 4 + 2.0 / 3 * s * third / second;
        return new EquationOfState(
                        Form.BIRCH_MURNAGHAN,
                        v0,
                        shift + c[0] + u * (c[1] + u * (c[2] + u * c[3])),
                        b / Units.GPA,
                        derivative,
                        0)
                .withDeviation(volumes, energies);
    }

    /** Gauss-Newton steps from the other function, shortened while they do not lead downward. */
    private static EquationOfState vinet(EquationOfState start, double[] volumes, double[] energies) {
        EquationOfState best = new EquationOfState(
                        Form.VINET,
                        start.volume,
                        start.energy,
                        start.bulkModulus,
                        Math.max(1.5, start.pressureDerivative),
                        0)
                .withDeviation(volumes, energies);
        for (int n = 0; n < ITERATIONS; n++) {
            double[] p = best.parameters();
            double[][] slopes = new double[4][];
            for (int i = 0; i < 4; i++) {
                double h = 1e-5 * Math.max(1e-3, Math.abs(p[i]));
                double[] up = p.clone();
                double[] down = p.clone();
                up[i] += h;
                down[i] -= h;
                slopes[i] = new double[volumes.length];
                for (int k = 0; k < volumes.length; k++) {
                    slopes[i][k] = (of(up).energyAt(volumes[k]) - of(down).energyAt(volumes[k])) / (2 * h);
                }
            }
            double[][] normal = new double[4][4];
            double[] right = new double[4];
            for (int k = 0; k < volumes.length; k++) {
                double rest = energies[k] - best.energyAt(volumes[k]);
                for (int i = 0; i < 4; i++) {
                    right[i] += slopes[i][k] * rest;
                    for (int j = 0; j < 4; j++) {
                        normal[i][j] += slopes[i][k] * slopes[j][k];
                    }
                }
            }
            double[] step = solve(normal, right);
            EquationOfState next = null;
            double fraction = 1;
            for (int half = 0; half < 30 && next == null; half++, fraction /= 2) {
                double[] moved = p.clone();
                for (int i = 0; i < 4; i++) {
                    moved[i] += fraction * step[i];
                }
                EquationOfState tried = of(moved).withDeviation(volumes, energies);
                if (tried.rmse < best.rmse) {
                    next = tried;
                }
            }
            if (next == null) {
                return best;
            }
            boolean done = best.rmse - next.rmse < 1e-13 * best.rmse;
            best = next;
            if (done) {
                return best;
            }
        }
        return best;
    }

    /** The solution of normal equations whose unknowns may be of very different size. */
    private static double[] solve(double[][] normal, double[] right) {
        int n = right.length;
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            scale[i] = 1 / Math.sqrt(Math.max(normal[i][i], Double.MIN_NORMAL));
        }
        double[][] scaled = new double[n][n];
        double[] scaledRight = new double[n];
        for (int i = 0; i < n; i++) {
            scaledRight[i] = right[i] * scale[i];
            for (int j = 0; j < n; j++) {
                scaled[i][j] = normal[i][j] * scale[i] * scale[j];
            }
        }
        double[] x = LeastSquares.solveNormal(scaled, scaledRight);
        for (int i = 0; i < n; i++) {
            x[i] *= scale[i];
        }
        return x;
    }

    private double[] parameters() {
        return new double[] {volume, energy, bulkModulus, pressureDerivative};
    }

    private static EquationOfState of(double[] p) {
        return new EquationOfState(Form.VINET, p[0], p[1], p[2], p[3], 0);
    }

    private EquationOfState withDeviation(double[] volumes, double[] energies) {
        double sum = 0;
        for (int k = 0; k < volumes.length; k++) {
            double d = energyAt(volumes[k]) - energies[k];
            sum += d * d;
        }
        double deviation = Math.sqrt(sum / volumes.length);
        return new EquationOfState(
                form,
                volume,
                energy,
                bulkModulus,
                pressureDerivative,
                Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation);
    }
}

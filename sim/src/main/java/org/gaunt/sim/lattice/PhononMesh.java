package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Units;

/**
 * Frequencies of a crystal on a mesh of wave vectors: their density, and the thermal properties of harmonic vibrations.
 *
 * @param frequencies of each wave vector, THz; imaginary ones as negative numbers
 * @param weights of the wave vectors, with the sum 1
 */
public record PhononMesh(List<double[]> frequencies, List<Double> weights) {
    /** Frequencies below are translations of the whole crystal, THz. */
    private static final double STILL = 1e-3;

    /** Planck's constant, eV fs; the energy of a quantum of 1 THz is 1e-3 of it. */
    private static final double PLANCK = 6.62607015e-34 / 1.602176634e-19 * 1e15;

    /** Copies the lists. */
    public PhononMesh {
        frequencies = List.copyOf(frequencies);
        weights = List.copyOf(weights);
    }

    /**
     * Thermal properties of one cell.
     *
     * @param temperature K
     * @param freeEnergy with the zero-point energy, eV
     * @param entropy eV/K
     * @param heatCapacity at constant volume, eV/K
     */
    public record Thermal(double temperature, double freeEnergy, double entropy, double heatCapacity) {}

    /**
     * The density of states at a frequency.
     *
     * @param frequency THz
     * @param density states per THz and cell
     */
    public record Density(double frequency, double density) {}

    static PhononMesh of(Phonons phonons, int[] mesh) {
        List<double[]> frequencies = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        int total = mesh[0] * mesh[1] * mesh[2];
        for (int n = 0; n < total; n++) {
            int[] at = {n % mesh[0], n / mesh[0] % mesh[1], n / mesh[0] / mesh[1]};
            int opposite = 0;
            double[] q = new double[3];
            for (int k = 2; k >= 0; k--) {
                q[k] = (2.0 * at[k] - mesh[k] + 1) / (2 * mesh[k]);
                opposite = opposite * mesh[k] + (mesh[k] - 1 - at[k]);
            }
            if (opposite < n) {
                continue; // its frequencies are those of -q
            }
            frequencies.add(phonons.frequencies(q));
            weights.add((opposite == n ? 1.0 : 2.0) / total);
        }
        return new PhononMesh(frequencies, weights);
    }

    /** Lowest frequency, THz; negative where one is imaginary. */
    public double lowest() {
        double lowest = Double.POSITIVE_INFINITY;
        for (double[] all : frequencies) {
            lowest = Math.min(lowest, all[0]);
        }
        return lowest;
    }

    /** Part of the modes that is imaginary and has no thermal properties. */
    public double imaginaryPart() {
        double part = 0;
        for (int n = 0; n < frequencies.size(); n++) {
            for (double f : frequencies.get(n)) {
                part += f < -STILL ? weights.get(n) / frequencies.get(n).length : 0;
            }
        }
        return part;
    }

    /**
     * Thermal properties; imaginary modes and translations are left out.
     *
     * @param temperature at least 0, K
     */
    public Thermal thermal(double temperature) {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("a temperature is at least 0 K, not " + temperature);
        }
        double kT = Units.BOLTZMANN * temperature;
        double free = 0;
        double entropy = 0;
        double capacity = 0;
        for (int n = 0; n < frequencies.size(); n++) {
            for (double f : frequencies.get(n)) {
                if (f <= STILL) {
                    continue;
                }
                double quantum = 1e-3 * PLANCK * f;
                double weight = weights.get(n);
                free += weight * quantum / 2;
                if (kT > 0) {
                    double x = quantum / kT;
                    double boltzmann = Math.exp(-x);
                    double filled = boltzmann / -Math.expm1(-x);
                    free += weight * kT * Math.log(-Math.expm1(-x));
                    entropy += weight * Units.BOLTZMANN * (x * filled - Math.log(-Math.expm1(-x)));
                    capacity += weight * Units.BOLTZMANN * x * x * filled * (1 + filled);
                }
            }
        }
        return new Thermal(temperature, free, entropy, capacity);
    }

    /**
     * The density of states, with a Gaussian for each frequency.
     *
     * @param points at least 2
     * @param width standard deviation of the Gaussians, THz
     */
    public List<Density> densityOfStates(int points, double width) {
        double low = Math.min(0, lowest());
        double high = 0;
        for (double[] all : frequencies) {
            high = Math.max(high, all[all.length - 1]);
        }
        low -= low < 0 ? 4 * width : 0;
        high += 4 * width;
        List<Density> densities = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            double at = low + (high - low) * k / (points - 1);
            double sum = 0;
            for (int n = 0; n < frequencies.size(); n++) {
                for (double f : frequencies.get(n)) {
                    double d = (f - at) / width;
                    sum += weights.get(n) * Math.exp(-d * d / 2);
                }
            }
            densities.add(new Density(at, sum / (width * Math.sqrt(2 * Math.PI))));
        }
        return densities;
    }
}

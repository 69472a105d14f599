package org.gaunt.potential;

import java.util.Arrays;
import java.util.List;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/**
 * A model small enough to be differentiated by hand: every atom has an energy of its species, and every unordered pair
 * has the energy (a exp(-b r) + c r) (1 - r / cutoff)³.
 */
public final class ToyModel implements TrainableModel {

    private final Parameters parameters;
    private final double cutoff;
    private final List<Integer> atomicNumbers;

    public ToyModel(double cutoff, List<Integer> atomicNumbers, long seed) {
        this.cutoff = cutoff;
        this.atomicNumbers = List.copyOf(atomicNumbers);
        this.parameters = Parameters.builder()
                .add("pair", true, Initializer.uniform(0.5, 1.5), 3)
                .add("atom", false, Initializer.ZERO, atomicNumbers.size())
                .build(seed);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public double cutoff() {
        return cutoff;
    }

    @Override
    public List<Integer> atomicNumbers() {
        return atomicNumbers;
    }

    @Override
    public ModelWorker newWorker(Precision precision) {
        return new Worker(precision);
    }

    private final class Worker implements ModelWorker {
        private final Precision precision;
        private double[] p = new double[0];
        private GraphBatch batch = GraphBatch.of(List.of());

        Worker(Precision precision) {
            this.precision = precision;
        }

        private double round(double x) {
            return precision == Precision.FLOAT32 ? (float) x : x;
        }

        @Override
        public void load(double[] values) {
            p = Arrays.stream(values).map(this::round).toArray();
        }

        @Override
        public Evaluation evaluate(GraphBatch graphs, Derivatives what) {
            batch = graphs;
            double[] atoms = new double[graphs.atoms()];
            double[] forces = what.forces() ? new double[3 * graphs.atoms()] : null;
            double[] stress = what.stress() ? new double[9 * graphs.structures()] : null;
            for (int i = 0; i < atoms.length; i++) {
                atoms[i] = p[3 + graphs.species()[i]];
            }
            double[] v = new double[3];
            for (int edge = 0; edge < graphs.edges(); edge++) {
                double r = vector(edge, v);
                double decay = p[0] * Math.exp(-p[1] * r);
                double s = 1 - r / cutoff;
                int receiver = graphs.receiver()[edge];
                atoms[receiver] += round(0.5 * (decay + p[2] * r) * s * s * s);
                double slope = (p[2] - p[1] * decay) * s * s * s - (decay + p[2] * r) * 3 * s * s / cutoff;
                int structure = graphs.structureOfAtom()[receiver];
                for (int x = 0; x < 3; x++) {
                    double force = -round(0.5 * slope * v[x] / r);
                    if (forces != null) {
                        forces[3 * receiver + x] += force;
                        forces[3 * graphs.sender()[edge] + x] -= force;
                    }
                    for (int y = 0; y < 3 && stress != null; y++) {
                        stress[9 * structure + 3 * x + y] -= force * v[y] / graphs.volumes()[structure];
                    }
                }
            }
            double[] energies = new double[graphs.structures()];
            for (int i = 0; i < atoms.length; i++) {
                energies[graphs.structureOfAtom()[i]] += atoms[i];
            }
            return new Evaluation(energies, atoms, forces, stress);
        }

        @Override
        public void accumulateGradient(
                double @Nullable [] energyCotangent,
                double @Nullable [] forceCotangent,
                double @Nullable [] stressCotangent,
                double[] gradient) {
            double[] v = new double[3];
            for (int i = 0; i < batch.atoms() && energyCotangent != null; i++) {
                gradient[3 + batch.species()[i]] += energyCotangent[batch.structureOfAtom()[i]];
            }
            for (int edge = 0; edge < batch.edges(); edge++) {
                double r = vector(edge, v);
                int receiver = batch.receiver()[edge];
                double e = Math.exp(-p[1] * r);
                double s = 1 - r / cutoff;
                double cube = s * s * s;
                double slope = -3 * s * s / cutoff;
                if (energyCotangent != null) {
                    double c = 0.5 * energyCotangent[batch.structureOfAtom()[receiver]] * cube;
                    gradient[0] += c * e;
                    gradient[1] -= c * p[0] * r * e;
                    gradient[2] += c * r;
                }
                double volume = batch.volumes()[batch.structureOfAtom()[receiver]];
                boolean stress = stressCotangent != null && Double.isFinite(volume);
                if (forceCotangent != null || stress) {
                    double c = 0;
                    for (int k = 0; k < 9 && stress; k++) {
                        int at = 9 * batch.structureOfAtom()[receiver] + k;
                        c += 0.5 * v[k / 3] * v[k % 3] / r * stressCotangent[at] / volume;
                    }
                    for (int x = 0; x < 3 && forceCotangent != null; x++) {
                        c -= 0.5
                                * v[x]
                                / r
                                * (forceCotangent[3 * receiver + x] - forceCotangent[3 * batch.sender()[edge] + x]);
                    }
                    gradient[0] += c * (-p[1] * e * cube + e * slope);
                    gradient[1] += c * ((p[0] * p[1] * r - p[0]) * e * cube - p[0] * r * e * slope);
                    gradient[2] += c * (cube + r * slope);
                }
            }
        }

        private double vector(int edge, double[] v) {
            double[] x = batch.positions();
            for (int k = 0; k < 3; k++) {
                v[k] = x[3 * batch.receiver()[edge] + k]
                        - x[3 * batch.sender()[edge] + k]
                        + batch.shift()[3 * edge + k];
            }
            return round(Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]));
        }

        @Override
        public void close() {}
    }
}

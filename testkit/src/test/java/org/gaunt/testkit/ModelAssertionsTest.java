package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelAssertionsTest {

    private static final List<Structure> STRUCTURES = List.of(
            Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0.7, 0.1, 0})
                    .build(),
            Structure.builder(new int[] {1, 1, 1}, new double[] {0, 0, 0, 0.9, 0, 0.4, 0, 1.1, 0.3})
                    .build());

    /** What a worker does wrong. */
    private enum Fault {
        NONE,
        GRADIENT,
        BATCH,
        MEMORY
    }

    /** Springs between neighbours: energy = sum over edges of stiffness^2 / 2 times squared distance, plus base an atom. */
    private record Springs(Parameters parameters, Fault fault) implements TrainableModel {

        Springs(Fault fault) {
            this(
                    Parameters.builder()
                            .add("stiffness", false, Initializer.NORMAL, 1)
                            .add("base", false, Initializer.NORMAL, 1)
                            .build(3),
                    fault);
        }

        @Override
        public double cutoff() {
            return 2;
        }

        @Override
        public List<Integer> atomicNumbers() {
            return List.of(1);
        }

        @Override
        public ModelWorker newWorker(Precision precision) {
            return new SpringsWorker(fault);
        }
    }

    private static final class SpringsWorker implements ModelWorker {
        private final Fault fault;
        private double stiffness;
        private double base;
        private double[] energyByStiffness = {};
        private double[] forceByStiffness = {};
        private int[] structureOfAtom = {};
        private int evaluations;

        SpringsWorker(Fault fault) {
            this.fault = fault;
        }

        @Override
        public void load(double[] values) {
            stiffness = values[0];
            base = values[1];
        }

        @Override
        public Evaluation evaluate(GraphBatch batch, Derivatives what) {
            double[] energies = new double[batch.structures()];
            double[] forces = new double[3 * batch.atoms()];
            energyByStiffness = new double[energies.length];
            forceByStiffness = new double[forces.length];
            structureOfAtom = batch.structureOfAtom();
            for (int e = 0; e < batch.edges(); e++) {
                int s = batch.sender()[e];
                int r = batch.receiver()[e];
                int structure = structureOfAtom[r];
                for (int k = 0; k < 3; k++) {
                    double d = batch.positions()[3 * r + k] - batch.positions()[3 * s + k] + batch.shift()[3 * e + k];
                    energies[structure] += stiffness * stiffness / 2 * d * d;
                    energyByStiffness[structure] += stiffness * d * d;
                    forces[3 * r + k] -= stiffness * stiffness * d;
                    forces[3 * s + k] += stiffness * stiffness * d;
                    forceByStiffness[3 * r + k] -= 2 * stiffness * d;
                    forceByStiffness[3 * s + k] += 2 * stiffness * d;
                }
            }
            for (int structure : structureOfAtom) {
                energies[structure] += base;
            }
            if (fault == Fault.BATCH) {
                energies[0] += 1e-3 * batch.structures();
            }
            evaluations++;
            if (fault == Fault.MEMORY) {
                forces[1] += 1e-15 * evaluations;
            }
            double[] stress = new double[9 * batch.structures()]; // not periodic
            Arrays.fill(stress, Double.NaN);
            return new Evaluation(energies, new double[batch.atoms()], forces, stress);
        }

        @Override
        public void accumulateGradient(
                double @Nullable [] energyCotangent,
                double @Nullable [] forceCotangent,
                double @Nullable [] stressCotangent,
                double[] gradient) {
            for (int s = 0; energyCotangent != null && s < energyCotangent.length; s++) {
                gradient[0] += energyCotangent[s] * energyByStiffness[s];
            }
            for (int i = 0; energyCotangent != null && i < structureOfAtom.length; i++) {
                gradient[1] += energyCotangent[structureOfAtom[i]];
            }
            for (int i = 0; forceCotangent != null && i < forceCotangent.length; i++) {
                gradient[0] += fault == Fault.GRADIENT ? 0 : forceCotangent[i] * forceByStiffness[i];
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void acceptsAModelThatIsRight() {
        assertThatCode(() -> ModelAssertions.of(new Springs(Fault.NONE))
                        .seed(4)
                        .tolerance(1e-9)
                        .weightGradientsAreRight(STRUCTURES)
                        .batchesDoNotMatter(STRUCTURES)
                        .workersAgreeToTheBit(STRUCTURES, Precision.FLOAT64))
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheWeightsWhoseGradientIsWrong() {
        assertThatThrownBy(() -> ModelAssertions.of(new Springs(Fault.GRADIENT)).weightGradientsAreRight(STRUCTURES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the slope along stiffness")
                .hasMessageContaining("seed 1");
    }

    @Test
    void namesTheStructureThatABatchChanges() {
        assertThatThrownBy(() -> ModelAssertions.of(new Springs(Fault.BATCH)).batchesDoNotMatter(STRUCTURES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a batch changes an energy")
                .hasMessageContaining("structure 0 of the batch");
    }

    @Test
    void refusesAWorkerThatRemembers() {
        assertThatThrownBy(() -> ModelAssertions.of(new Springs(Fault.MEMORY))
                        .workersAgreeToTheBit(STRUCTURES, Precision.FLOAT64))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the same worker");
    }
}

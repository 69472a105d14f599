package org.gaunt.potential.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.MemoryErrors;
import org.gaunt.learn.Threads;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.ToyModel;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelPotentialTest {

    private final ToyModel model = ToyData.model(3);
    private final List<Structure> structures = ToyData.structures(120, 4);

    @Test
    void resultsComeInOrderForAnyNumberOfThreads() {
        List<double[]> forces = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT32, threads)) {
                List<Prediction> predictions = potential.evaluate(structures, Derivatives.FORCES);
                assertThat(predictions).hasSameSizeAs(structures);
                forces.add(predictions.stream()
                        .flatMapToDouble(p -> java.util.Arrays.stream(p.forces()))
                        .toArray());
            }
        }
        assertThat(forces.get(1)).containsExactly(forces.get(0));
        assertThat(forces.get(2)).containsExactly(forces.get(0));
    }

    @Test
    void aStructureAmongOthersGivesWhatItGivesAlone() {
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 2)) {
            List<Prediction> all = potential.evaluate(structures, Derivatives.FORCES);
            Prediction alone = potential.evaluate(structures.get(77), Derivatives.FORCES);
            assertThat(alone.energy()).isEqualTo(all.get(77).energy());
            assertThat(alone.forces()).isEqualTo(all.get(77).forces());
            assertThat(alone.atomEnergies()).hasSize(structures.get(77).size());
        }
    }

    @Test
    void givesNoMoreThanAskedForAndStressOnlyWherePeriodic() {
        Structure crystal = Structure.builder(new int[] {1, 8}, new double[] {0, 0, 0, 1.5, 0.1, 0.2})
                .cell(Cell.box(3, 3.1, 3.3))
                .pbc(true, true, true)
                .build();
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            List<Prediction> stressed = potential.evaluate(List.of(crystal, structures.get(0)), Derivatives.STRESS);
            assertThat(stressed.get(0).stress()).hasSize(9);
            assertThat(stressed.get(1).hasStress()).isFalse();
            assertThat(stressed.get(1).forces()).isNotNull();
            assertThatThrownBy(() -> stressed.get(1).stress())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not periodic in three directions");
            Prediction energy = potential.evaluate(crystal, Derivatives.ENERGY);
            assertThatThrownBy(energy::forces)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Derivatives.FORCES");
            assertThat(potential.evaluate(crystal, Derivatives.FORCES).hasStress())
                    .isFalse();
            assertThat(potential.evaluate(crystal).hasStress()).isTrue();
            assertThat(potential.evaluate(structures.get(0)).hasStress()).isFalse();
            assertThat(potential.evaluate(List.of(), Derivatives.FORCES)).isEmpty();
        }
    }

    @Test
    void keepsTheWeightsItWasMadeWith() {
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            double before =
                    potential.evaluate(structures.get(0), Derivatives.ENERGY).energy();
            model.parameters().values()[0] += 1;
            assertThat(potential.evaluate(structures.get(0), Derivatives.ENERGY).energy())
                    .isEqualTo(before);
        }
    }

    @Test
    void unknownElementsAreNamed() {
        Structure gold = Structure.builder(new int[] {1, 79}, new double[] {0, 0, 0, 1, 1, 1})
                .build();
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            assertThatThrownBy(() -> potential.evaluate(gold, Derivatives.ENERGY))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("atom 2 (Au)")
                    .hasMessageContaining("H, O");
        }
    }

    @Test
    void aFailedTaskEndsTheOthersAndIsTold() {
        try (WorkerPool pool = new WorkerPool(model, Precision.FLOAT64, 3)) {
            AtomicInteger done = new AtomicInteger();
            assertThatThrownBy(() -> pool.run(1000, (worker, index) -> {
                        if (index == 5) {
                            throw new IllegalStateException("task 5");
                        }
                        done.incrementAndGet();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 5");
            assertThatThrownBy(() -> pool.run(10, (worker, index) -> {
                        throw new OutOfMemoryError("none left");
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            done.set(0);
            pool.run(1000, (worker, index) -> done.incrementAndGet());
            assertThat(done).hasValue(1000);
        }
    }

    /** A committee on three threads had as many for each of its members. */
    @Test
    void potentialsThatShareThreadsStartNoMore() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        try (Threads threads = new Threads(3)) {
            try (WorkerPool first = new WorkerPool(model, Precision.FLOAT64, threads, 0)) {
                first.run(
                        300, (worker, index) -> names.add(Thread.currentThread().getName()));
            }
            try (WorkerPool second = new WorkerPool(model, Precision.FLOAT64, threads, 0)) {
                second.run(
                        300, (worker, index) -> names.add(Thread.currentThread().getName()));
            }
        }
        assertThat(names).hasSizeLessThanOrEqualTo(3);
        assertThatThrownBy(() -> new Threads(0)).hasMessageContaining("at least 1 thread");
    }

    @Test
    void tooLittleMemoryIsNoFaultOfTheInput() {
        OutOfMemoryError told = MemoryErrors.during(new OutOfMemoryError("Metaspace"), "evaluating 3 atoms");
        assertThat(told).hasMessage("Metaspace: evaluating 3 atoms").hasRootCauseMessage("Metaspace");
        try (ModelPotential potential = new ModelPotential(greedy(), Precision.FLOAT64, 1)) {
            assertThatThrownBy(() -> potential.evaluate(structures.get(0), Derivatives.ENERGY))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("no more")
                    .hasMessageContaining(structures.get(0).size() + " atoms");
        }
    }

    /** A model that is always out of memory. */
    private TrainableModel greedy() {
        return new TrainableModel() {
            @Override
            public Parameters parameters() {
                return model.parameters();
            }

            @Override
            public double cutoff() {
                return model.cutoff();
            }

            @Override
            public List<Integer> atomicNumbers() {
                return model.atomicNumbers();
            }

            @Override
            public ModelWorker newWorker(Precision precision) {
                return new ModelWorker() {
                    @Override
                    public void load(double[] values) {}

                    @Override
                    public Evaluation evaluate(GraphBatch batch, Derivatives what) {
                        throw new OutOfMemoryError("no more");
                    }

                    @Override
                    public void accumulateGradient(
                            double @Nullable [] energyCotangent,
                            double @Nullable [] forceCotangent,
                            double @Nullable [] stressCotangent,
                            double[] gradient) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}

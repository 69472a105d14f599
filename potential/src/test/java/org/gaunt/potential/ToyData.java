package org.gaunt.potential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.ModelPotential;

/** Small clusters, labelled by a {@link ToyModel} with known parameters. */
public final class ToyData {

    public static final double CUTOFF = 3;
    public static final List<Integer> ELEMENTS = List.of(1, 8);

    private ToyData() {}

    /** The parameters the labels are made with. */
    public static double[] truth() {
        return new double[] {3, 0.7, -0.4, -0.5, 1.5};
    }

    public static ToyModel model(long seed) {
        return new ToyModel(CUTOFF, ELEMENTS, seed);
    }

    /** Structures of 3 to 6 atoms with energies and forces. */
    public static List<Structure> structures(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Structure> structures = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int atoms = 3 + random.nextInt(4);
            int[] numbers = new int[atoms];
            double[] positions = new double[3 * atoms];
            for (int i = 0; i < atoms; i++) {
                numbers[i] = ELEMENTS.get(random.nextInt(2));
                positions[3 * i] = 1.1 * i;
                for (int x = 0; x < 3; x++) {
                    positions[3 * i + x] += 0.8 * random.nextDouble();
                }
            }
            structures.add(Structure.builder(numbers, positions)
                    .configType(s % 3 == 0 ? "hot" : "cold")
                    .build());
        }
        ToyModel model = model(0);
        System.arraycopy(truth(), 0, model.parameters().values(), 0, 5);
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            List<Prediction> labels = potential.evaluate(structures, Derivatives.FORCES);
            for (int s = 0; s < count; s++) {
                structures.set(
                        s,
                        structures
                                .get(s)
                                .withLabels(Labels.NONE
                                        .withEnergy(labels.get(s).energy())
                                        .withForces(labels.get(s).forces())));
            }
        }
        return structures;
    }

    public static List<LabelledGraph> graphs(int count, long seed) {
        GraphBuilder builder = new GraphBuilder(ELEMENTS, CUTOFF);
        return structures(count, seed).stream()
                .map(structure -> LabelledGraph.of(structure, builder))
                .toList();
    }
}

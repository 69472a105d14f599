package org.gaunt.potential.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;

/**
 * The shift with which a model starts at the energies of its training structures: an untrained network gives energies that are
 * several eV off for each atom, and the first epochs would go into that.
 */
final class InitialShift {
    /** Structures of a head that are looked at, evenly spread. */
    private static final int STRUCTURES = 32;

    private final ModelConfig config;
    private final ModelData data;
    private final long seed;
    private final Backend backend;
    private final GraphSource training;

    InitialShift(ModelConfig config, ModelData data, long seed, Backend backend, GraphSource training) {
        this.config = config;
        this.data = data;
        this.seed = seed;
        this.backend = backend;
        this.training = training;
    }

    /** The data with the shift of each head, the median over its structures. */
    ModelData adjusted() {
        if (data.heads().isEmpty()) {
            return data.withShift(shift(0, data.shift()));
        }
        List<ModelData.Head> heads = new ArrayList<>();
        for (int h = 0; h < data.heads().size(); h++) {
            ModelData.Head head = data.heads().get(h);
            heads.add(head.withShift(shift(h, head.shift())));
        }
        return data.withHeadData(heads);
    }

    /** The energies are linear in the shift: those of two shifts give the one that is wanted. */
    private double shift(int head, double otherwise) {
        List<LabelledGraph> sample = sample(head);
        double[] without = energies(sample, 0);
        double[] with = energies(sample, 1);
        double[] shifts = new double[sample.size()];
        int count = 0;
        for (int s = 0; s < shifts.length; s++) {
            double bound = with[s] - without[s];
            if (bound > 0.5) {
                shifts[count++] = (sample.get(s).energy() - without[s]) / bound;
            }
        }
        if (count == 0) {
            return otherwise;
        }
        Arrays.sort(shifts, 0, count);
        return (shifts[(count - 1) / 2] + shifts[count / 2]) / 2;
    }

    /** Structures of a head with an energy, spread over all. */
    private List<LabelledGraph> sample(int head) {
        List<LabelledGraph> sample = new ArrayList<>();
        int step = Math.max(1, (int) (training.size() * 0.6180339887));
        while (!BigInteger.valueOf(step)
                .gcd(BigInteger.valueOf(training.size()))
                .equals(BigInteger.ONE)) {
            step++;
        }
        for (long k = 0; k < training.size() && sample.size() < STRUCTURES; k++) {
            LabelledGraph structure = training.get((int) (k * step % training.size()));
            if (structure.graph().head() == head && Double.isFinite(structure.energy())) {
                sample.add(structure);
            }
        }
        return sample;
    }

    private double[] energies(List<LabelledGraph> structures, double shift) {
        ModelData shifted = data.withShift(shift)
                .withHeadData(
                        data.heads().stream().map(head -> head.withShift(shift)).toList());
        TrainableModel model = ModelKinds.create(config, shifted, seed, backend);
        double[] energies = new double[structures.size()];
        try (ModelWorker worker = model.newWorker(Precision.FLOAT64)) {
            worker.load(model.parameters().values());
            for (int s = 0; s < energies.length; s++) {
                GraphBatch batch = GraphBatch.of(List.of(structures.get(s).graph()));
                energies[s] = worker.evaluate(batch, Derivatives.ENERGY).energies()[0];
            }
        }
        return energies;
    }
}

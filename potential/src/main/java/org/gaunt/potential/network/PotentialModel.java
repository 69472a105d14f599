package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.StructureInput;

/**
 * What all kinds of models have: a shape, what they took from their training data, and a network that gives the energies of atoms.
 *
 * @param <C> the record of the shape
 */
public abstract class PotentialModel<C extends Record & ModelConfig> implements TrainableModel {
    private final C config;
    private final ModelData data;
    private final Backend backend;

    /**
     * Keeps what a model is made from.
     *
     * @param backend the kernels it computes with
     */
    protected PotentialModel(C config, ModelData data, Backend backend) {
        this.config = config;
        this.data = data;
        this.backend = backend;
    }

    /** The operations of the model on a tape. */
    protected abstract EnergyNetwork network();

    /** The shape. */
    public final C config() {
        return config;
    }

    /** What it took from its training data. */
    public final ModelData data() {
        return data;
    }

    @Override
    public final double cutoff() {
        return config.cutoff();
    }

    @Override
    public final List<Integer> atomicNumbers() {
        return data.atomicNumbers();
    }

    @Override
    public final List<String> heads() {
        return config.heads();
    }

    @Override
    public final List<StructureInput> inputs() {
        return config.inputs();
    }

    @Override
    public final Symmetry symmetry() {
        return config.symmetry();
    }

    @Override
    public final ModelWorker newWorker(Precision precision) {
        return worker(precision, 0);
    }

    /**
     * Makes a worker.
     *
     * @param splineTolerance see {@link org.gaunt.potential.Tabulable}; 0 for models that are not
     */
    public final PotentialWorker worker(Precision precision, double splineTolerance) {
        return new PotentialWorker(parameters(), data, cutoff(), network(), backend, precision, splineTolerance);
    }
}

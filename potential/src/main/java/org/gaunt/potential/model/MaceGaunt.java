package org.gaunt.potential.model;

import java.util.List;
import org.gaunt.autodiff.Backend;
import org.gaunt.kernel.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * MACE-Gaunt (Luo, Chen and Krishnapriyan, ICLR 2024, arXiv:2401.10216): {@link Mace} whose many-body product is powers of functions
 * on the sphere, which reach fewer couplings but cost far less for high degrees.
 */
public final class MaceGaunt implements TrainableModel, Tabulable {
    private final MaceGauntConfig config;
    private final Mace mace;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public MaceGaunt(MaceGauntConfig config, ModelData data, long seed, Backend backend) {
        this.config = config;
        this.mace = new Mace(config.mace(), data, seed, backend);
    }

    /**
     * Reads and writes these models.
     *
     * @param backend the kernels that models read from files compute with
     */
    public record Factory(Backend backend) implements ModelFactory<Description> {
        @Override
        public String kind() {
            return "mace-gaunt";
        }

        @Override
        public Class<Description> descriptionType() {
            return Description.class;
        }

        @Override
        public @Nullable Description describe(TrainableModel model) {
            return model instanceof MaceGaunt gaunt ? new Description(gaunt.config, gaunt.mace.data()) : null;
        }

        @Override
        public MaceGaunt create(Description description) {
            return new MaceGaunt(description.config(), description.data(), 0, backend);
        }
    }

    /**
     * Everything a model is made from but its weights.
     *
     * @param config its shape
     * @param data what it took from its training data
     */
    public record Description(MaceGauntConfig config, ModelData data) {}

    public MaceGauntConfig config() {
        return config;
    }

    @Override
    public Parameters parameters() {
        return mace.parameters();
    }

    @Override
    public double cutoff() {
        return mace.cutoff();
    }

    @Override
    public List<Integer> atomicNumbers() {
        return mace.atomicNumbers();
    }

    @Override
    public ModelWorker newWorker(Precision precision) {
        return mace.newWorker(precision);
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return mace.newWorker(precision, splineTolerance);
    }
}

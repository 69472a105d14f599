package org.gaunt.potential.model.mace;

import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PotentialModel;

/**
 * MACE-Gaunt (Luo, Chen and Krishnapriyan, ICLR 2024, arXiv:2401.10216): {@link Mace} whose many-body product is powers of functions
 * on the sphere, which reach fewer couplings but cost far less for high degrees.
 */
public final class MaceGaunt extends PotentialModel<MaceGauntConfig> implements Tabulable {
    private final Mace mace;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public MaceGaunt(MaceGauntConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        this.mace = new Mace(config.mace(), data, seed, backend);
    }

    @Override
    public Parameters parameters() {
        return mace.parameters();
    }

    @Override
    protected EnergyNetwork network() {
        return mace.network();
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return worker(precision, splineTolerance);
    }
}

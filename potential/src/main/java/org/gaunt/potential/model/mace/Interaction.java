package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.nn.ManyBodyProduct;
import org.gaunt.o3.Irrep;
import org.gaunt.potential.network.CoupledProduct;
import org.gaunt.potential.network.GauntProduct;
import org.gaunt.potential.network.GridNetwork;
import org.gaunt.potential.network.NodeProduct;

/** What a layer of the family of {@link Mace} makes of an atom's neighbourhood. */
enum Interaction {
    COUPLED("coupled") {
        @Override
        NodeProduct of(String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return new CoupledProduct(
                    prefix + "contraction.weight", config.lmax(), out, correlation, config.channels(), elements);
        }
    },
    GAUNT_GRID("gaunt-grid") {
        @Override
        NodeProduct of(String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return gaunt(prefix, config, out, correlation, elements, ManyBodyProduct.Way.GRID);
        }
    },
    GAUNT_FOURIER("gaunt-fourier") {
        @Override
        NodeProduct of(String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return gaunt(prefix, config, out, correlation, elements, ManyBodyProduct.Way.FOURIER);
        }
    },
    GRID_MLP("grid-mlp") {
        @Override
        NodeProduct of(String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return new GridNetwork(
                    prefix + "grid", config.lmax(), out, config.channels(), GridNetwork.Shape.of(config.gridPoints()));
        }
    };

    private final String word;

    Interaction(String word) {
        this.word = word;
    }

    private static NodeProduct gaunt(
            String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements, ManyBodyProduct.Way way) {
        return new GauntProduct(
                prefix + "powers.weight", config.lmax(), out, correlation, config.channels(), elements, way);
    }

    /**
     * Finds an interaction by its word in configurations.
     *
     * @throws IllegalArgumentException that lists the words there are
     */
    static Interaction of(String word) {
        for (Interaction interaction : values()) {
            if (interaction.word.equals(word)) {
                return interaction;
            }
        }
        throw new IllegalArgumentException(
                "model.interaction is '" + word + "', but must be " + COUPLED.word + " or " + GRID_MLP.word);
    }

    String word() {
        return word;
    }

    /**
     * Makes the product of one layer.
     *
     * @param prefix of the names of its weights
     * @param out irreps of the result, one channel of each
     */
    abstract NodeProduct of(String prefix, MaceConfig config, List<Irrep> out, int correlation, int elements);
}

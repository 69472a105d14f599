package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.nn.GauntProduct;
import org.gaunt.nn.ManyBodyProduct;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SymmetricContraction;
import org.gaunt.o3.Irrep;
import org.gaunt.potential.network.GridNetwork;
import org.gaunt.potential.network.NodeProduct;

/** What a layer of the family of {@link Mace} makes of an atom's neighbourhood. */
enum Interaction {
    COUPLED("coupled") {
        @Override
        NodeProduct of(Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            boolean agnostic = config.options().agnosticProduct();
            SymmetricContraction contraction = new SymmetricContraction(
                    scope.at("contraction"),
                    config.lmax(),
                    out,
                    correlation,
                    config.channels(),
                    agnostic ? 1 : elements);
            return (in, a) -> contraction.apply(
                    a, agnostic ? new int[a.rows()] : in.batch().species());
        }
    },
    GAUNT_GRID("gaunt-grid") {
        @Override
        NodeProduct of(Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return gaunt(scope, config, out, correlation, elements, ManyBodyProduct.Way.GRID);
        }
    },
    GAUNT_FOURIER("gaunt-fourier") {
        @Override
        NodeProduct of(Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return gaunt(scope, config, out, correlation, elements, ManyBodyProduct.Way.FOURIER);
        }
    },
    GRID_MLP("grid-mlp") {
        @Override
        NodeProduct of(Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements) {
            return new GridNetwork(
                    scope.at("grid"), config.lmax(), out, config.channels(), GridNetwork.Shape.of(config.gridPoints()));
        }
    };

    private final String word;

    Interaction(String word) {
        this.word = word;
    }

    private static NodeProduct gaunt(
            Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements, ManyBodyProduct.Way way) {
        GauntProduct powers =
                new GauntProduct(scope.at("powers"), config.lmax(), out, correlation, config.channels(), elements, way);
        return (in, a) -> powers.apply(a, in.batch().species());
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
     * @param scope of its weights
     * @param out irreps of the result, one channel of each
     */
    abstract NodeProduct of(Scope scope, MaceConfig config, List<Irrep> out, int correlation, int elements);
}

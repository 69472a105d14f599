package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.learn.config.Key;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.network.Features;

/**
 * Choices of the blocks of {@link Mace} that came after its paper, for the foundation models MACE-MH and MACE-OMOL; part of {@link
 * MaceConfig}.
 */
public record MaceOptions(
        @Key(
                "Whether sums over neighbours pass a gate and radial networks see the elements of both atoms (MACE's non-linear interaction block).")
        boolean nonlinearInteraction,

        @Key(
                "Whether radial networks see Bessel functions without the cut-off and their results are multiplied with it.")
        boolean cutoffAfterNetwork,

        @Key(
                "Irreps of the features of neighbours in the non-linear interaction block, such as 16x0e+16x1o; empty for those of the features.")
        String edgeIrreps,

        @Key("Whether the first layer takes the scalars of edge_irreps, too, in place of all channels.")
        boolean edgeIrrepsFirst,

        @Key("Whether the many-body product has the same coefficients for all elements.")
        boolean agnosticProduct,

        @Key("Whether energies are read from the last layer only.")
        boolean lastReadoutOnly,

        @Key("Whether the last readout has a second hidden layer, and biases.")
        boolean biasedReadout,

        @Key(
                "Entries of a structure that are inputs of the model, each with its smallest and largest whole number: [\"total_charge -10..10\", \"total_spin 1..11\"]. total_spin is the multiplicity.")
        List<String> embeddings,

        @Key(value = "Width of the embedding of each of these entries.", min = 1)
        int embeddingWidth) {

    /** Checks what the keys cannot say. */
    public MaceOptions {
        embeddings = List.copyOf(embeddings);
        List<StructureInput> inputs = parsed(embeddings);
        if (inputs.stream().map(StructureInput::key).distinct().count() != inputs.size()) {
            throw new IllegalArgumentException(
                    "model.embeddings is " + embeddings + ", but an entry may occur only once");
        }
        if (nonlinearInteraction && !cutoffAfterNetwork) {
            throw new IllegalArgumentException("model.nonlinear_interaction needs model.cutoff_after_network: true,"
                    + " because its radial networks have biases and do not end at the cut-off by themselves");
        }
        if (!nonlinearInteraction && (!edgeIrreps.isEmpty() || edgeIrrepsFirst)) {
            throw new IllegalArgumentException(
                    "model.edge_irreps and model.edge_irreps_first are for model.nonlinear_interaction: true");
        }
        if (edgeIrrepsFirst && edgeIrreps.isEmpty()) {
            throw new IllegalArgumentException("model.edge_irreps_first needs model.edge_irreps");
        }
        if (!edgeIrreps.isEmpty()) {
            Features.parse(edgeIrreps, "model.edge_irreps");
        }
        if (embeddingWidth < 1) {
            throw new IllegalArgumentException("model.embedding_width is at least 1, not " + embeddingWidth);
        }
    }

    /** MACE as in its paper. */
    public static MaceOptions defaults() {
        return new MaceOptions(false, false, "", false, false, false, false, List.of(), 16);
    }

    /**
     * With the non-linear interaction block and the cut-off after its networks.
     *
     * @param edges irreps of the features of neighbours; empty for those of the features
     * @param first whether the first layer takes the scalars of these
     */
    public MaceOptions withNonlinearInteraction(String edges, boolean first) {
        return new MaceOptions(
                true, true, edges, first, agnosticProduct, lastReadoutOnly, biasedReadout, embeddings, embeddingWidth);
    }

    /** With the cut-off after radial networks, or before. */
    public MaceOptions withCutoffAfterNetwork(boolean after) {
        return new MaceOptions(
                nonlinearInteraction,
                after,
                edgeIrreps,
                edgeIrrepsFirst,
                agnosticProduct,
                lastReadoutOnly,
                biasedReadout,
                embeddings,
                embeddingWidth);
    }

    /** With the same many-body product for all elements, or one for each. */
    public MaceOptions withAgnosticProduct(boolean agnostic) {
        return new MaceOptions(
                nonlinearInteraction,
                cutoffAfterNetwork,
                edgeIrreps,
                edgeIrrepsFirst,
                agnostic,
                lastReadoutOnly,
                biasedReadout,
                embeddings,
                embeddingWidth);
    }

    /**
     * With other readouts.
     *
     * @param lastOnly whether only the last layer has one
     * @param biased whether that has a second hidden layer and biases
     */
    public MaceOptions withReadouts(boolean lastOnly, boolean biased) {
        return new MaceOptions(
                nonlinearInteraction,
                cutoffAfterNetwork,
                edgeIrreps,
                edgeIrrepsFirst,
                agnosticProduct,
                lastOnly,
                biased,
                embeddings,
                embeddingWidth);
    }

    /**
     * With entries of a structure as inputs of the model.
     *
     * @param width of the embedding of each
     */
    public MaceOptions withEmbeddings(List<StructureInput> inputs, int width) {
        return new MaceOptions(
                nonlinearInteraction,
                cutoffAfterNetwork,
                edgeIrreps,
                edgeIrrepsFirst,
                agnosticProduct,
                lastReadoutOnly,
                biasedReadout,
                inputs.stream().map(StructureInput::toString).toList(),
                width);
    }

    private static List<StructureInput> parsed(List<String> embeddings) {
        List<StructureInput> inputs = new ArrayList<>();
        for (String text : embeddings) {
            try {
                inputs.add(StructureInput.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("model.embeddings: " + e.getMessage(), e);
            }
        }
        return inputs;
    }

    /** The entries of a structure that are inputs of the model. */
    List<StructureInput> inputs() {
        return parsed(embeddings);
    }

    /** Checks what depends on the rest of the model. */
    void check(int lmax, int layers) {
        for (MulIrrep term : Irreps.parse(edgeIrreps).terms()) {
            if (!term.ir().isNatural() || term.ir().l() > lmax) {
                throw new IllegalArgumentException("model.edge_irreps is '" + edgeIrreps
                        + "', but MACE has only irreps of natural parity (0e, 1o, 2e, ...) up to model.lmax = " + lmax);
            }
        }
        if ((lastReadoutOnly || biasedReadout) && layers < 2) {
            throw new IllegalArgumentException(
                    "model.last_readout_only and model.biased_readout need at least 2 layers, but there are " + layers);
        }
    }
}

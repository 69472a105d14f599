package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.network.NetworkInput;

/**
 * Features that all atoms of a structure get from its charge, spin and the like (MACE's {@code GenericJointEmbedding}): a row of a table
 * for each entry, side by side, through a linear map and SiLU.
 *
 * <p>Weights: {@code embedders.KEY.weight} [numbers, width] for each entry, {@code project.0.weight} [widths, channels].
 */
final class StructureEmbedding {
    private final List<StructureInput> inputs;
    private final List<Embedding> tables = new ArrayList<>();
    private final LinearMap project;
    private final Weight projection;

    /**
     * Plans the embedding.
     *
     * @param scope of its weights
     * @param inputs at least one
     * @param width of a table
     * @param channels of the result
     */
    StructureEmbedding(Scope scope, List<StructureInput> inputs, int width, int channels) {
        this.inputs = inputs;
        for (StructureInput input : inputs) {
            tables.add(new Embedding(scope.at("embedders").at(input.key()), input.categories(), width));
        }
        int in = inputs.size() * width;
        project = LinearMap.dense(in, channels, 1);
        double bound = 1 / Math.sqrt(in);
        projection = scope.at("project.0")
                .weight(
                        "weight",
                        Weight.Declaration.of(Initializer.uniform(-bound, bound), in, channels)
                                .withMatrices(List.of(new Matrix(0, in, channels)))
                                .withRows(in));
    }

    /** The features of each atom's structure [atoms, channels]. */
    Var apply(NetworkInput in) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        List<Var> rows = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            rows.add(tables.get(k).apply(tape, batch.input(k, inputs.get(k).categories())));
        }
        Var all = rows.getFirst().concat(rows.subList(1, rows.size()).toArray(Var[]::new));
        return tape.linear(project, Groups.single(all.rows()), all, projection.on(tape))
                .silu()
                .gather(batch.structureOfAtom());
    }
}

package org.gaunt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Potential;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Parameters and options of commands that compute properties of crystals. */
final class CrystalOptions {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "IN", description = "Crystals in extended XYZ, relaxed with the same model.")
    private @Nullable Path input;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    // picocli fills in the options before anything runs
    CrystalOptions() {}

    boolean json() {
        return json;
    }

    /** Opens the model and gives each structure to somebody, with a title such as "structure 1 (Cu4)". */
    void forEach(BiConsumer<Potential, Crystal> each) {
        try (OpenCommittee one = evaluation.open(List.of(Objects.requireNonNull(model)));
                ExtendedXyzReader reader = ExtendedXyz.open(Objects.requireNonNull(input), LabelKeys.NONE)) {
            Structure structure = reader.next();
            for (int number = 1; structure != null; structure = reader.next(), number++) {
                each.accept(one.members().getFirst(), new Crystal(number, structure));
            }
        }
    }

    /**
     * A structure of the input.
     *
     * @param number from 1 on
     */
    record Crystal(int number, Structure structure) {
        String title() {
            return "structure " + number + " (" + structure.formula() + ")";
        }
    }
}

package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Compares a model with labelled structures.",
            "",
            "Prints root mean square and mean absolute errors of energies, forces and, where the data have any,"
                    + " stresses, by config_type and over all, in meV, meV per atom, meV/Å and meV/Å³.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt evaluate runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz",
            "  gaunt evaluate model.safetensors test.xyz --energy-key REF_energy --forces-key REF_forces --json"
        })
final class EvaluateCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that gaunt train wrote.")
    private Path model;

    @Parameters(index = "1", paramLabel = "DATA", description = "Labelled structures in extended XYZ.")
    private Path data;

    @Option(names = "--json", description = "Prints JSON; an error without a label to compare with is null.")
    private boolean json;

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Mixin
    private PrecisionOption precision = new PrecisionOption();

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Spec
    private CommandSpec spec;

    // picocli fills in parameters and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    EvaluateCommand() {}

    @Override
    public void run() {
        ModelFile file = Models.read(model);
        List<Structure> structures = ExtendedXyz.read(data, labels.keys());
        ErrorTable errors;
        try (ModelPotential potential = new ModelPotential(
                file.model(), precision.or(file.header().precision()), threads.count(), evaluation.settings())) {
            errors = ErrorTable.of(structures, potential.evaluate(structures, PredictedSet.needed(structures)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(ErrorReport.json(errors)));
        } else {
            ErrorReport.print(errors, out);
        }
        out.flush();
    }
}

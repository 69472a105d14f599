package org.gaunt.cli;

import java.nio.file.Path;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt predict}. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Computes energies and forces of structures.",
            "",
            "Writes them (eV, eV/Å) into an extended XYZ file, which appears only when it is complete. What else the"
                    + " input says is kept; an energy or forces that are there already are replaced.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  gaunt predict runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz predicted.xyz"
        })
final class PredictCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that gaunt train wrote.")
    private Path model;

    @Parameters(index = "1", paramLabel = "IN.xyz", description = "Structures in extended XYZ.")
    private Path input;

    @Parameters(index = "2", paramLabel = "OUT.xyz", description = "File to write.")
    private Path output;

    @Option(
            names = "--stress",
            description = "Writes the stress (eV/Å³, positive under tension) of periodic structures, too.")
    private boolean stress;

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
    PredictCommand() {}

    @Override
    public void run() {
        ModelFile file = Models.read(model);
        try (ExtendedXyzReader reader = ExtendedXyz.open(input, LabelKeys.NONE);
                ModelPotential potential = new ModelPotential(
                        file.model(),
                        precision.or(file.header().precision()),
                        threads.count(),
                        evaluation.settings())) {
            PredictedFrames frames =
                    new PredictedFrames(reader, potential, stress ? Derivatives.STRESS : Derivatives.FORCES);
            ExtendedXyz.write(output, () -> frames, LabelKeys.DEFAULT);
            spec.commandLine().getErr().println("Wrote " + frames.count() + " structures to " + output);
        }
    }
}

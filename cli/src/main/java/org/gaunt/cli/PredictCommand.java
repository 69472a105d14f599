package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.regression.ParticleCommittee;
import org.gaunt.regression.ParticleFile;
import org.gaunt.regression.Particles;
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
            "Computes energies and forces of structures, or later positions of particles.",
            "",
            "Writes them (eV, eV/Å) into an extended XYZ file, which appears only when it is complete and is packed by gzip"
                    + " if its name ends in .gz. What the input has of another calculation is left out: energy, free_energy,"
                    + " forces, stress, virial, dipole, charges, magmoms and whatever else ASE takes as results, and the labels"
                    + " the models were trained on, or that options name. Everything else is kept. Of several models the means are written, and how"
                    + " far they are apart (standard deviations): the entry energy_spread and the columns forces_spread.",
            "",
            "Networks for particles (task: nbody) read a numpy archive (loc30, vel30, charges) and write another with the array"
                    + " predicted [system, particle, 3] and, of several networks, spread; or a table where the name ends in .csv.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt predict runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz predicted.xyz",
            "  gaunt predict runs/nbody/model.safetensors data/nbody/test.npz predicted.npz"
        })
final class PredictCommand implements Runnable {

    @Parameters(
            arity = "3..*",
            paramLabel = "MODEL... IN OUT",
            hideParamSyntax = true,
            description =
                    "One or more models of gaunt train or .model files of MACE, then structures in extended XYZ or particles"
                            + " in a numpy archive, then the file to write.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--stress",
            description = "Writes the stress (eV/Å³, positive under tension) of periodic structures, too.")
    private boolean stress;

    @Option(
            names = "--keep-reference",
            description =
                    "Keeps what the input has of another calculation, under names that begin with REF_ (REF_energy,"
                            + " REF_forces, ...).")
    private boolean keepReference;

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    PredictCommand() {}

    @Override
    public void run() {
        List<Path> models = files.subList(0, files.size() - 2);
        Path input = files.get(files.size() - 2);
        Path output = files.getLast();
        if (ParticleModels.are(models, spec)) {
            predictParticles(models, input, output);
            return;
        }
        try (OpenCommittee committee = evaluation.open(models);
                ExtendedXyzReader reader = ExtendedXyz.open(input, LabelKeys.NONE)) {
            Set<String> names = new TreeSet<>(committee.labelNames());
            names.addAll(labels.names());
            InputResults results = new InputResults(names, keepReference);
            PredictedFrames frames = new PredictedFrames(
                    reader, committee.committee(), stress ? Derivatives.STRESS : Derivatives.FORCES, results);
            ExtendedXyz.write(output, () -> frames, LabelKeys.DEFAULT);
            PrintWriter err = spec.commandLine().getErr();
            err.println("Wrote " + frames.count() + " structures to " + output);
            if (frames.boxesLeftOut() > 0) {
                err.println("note: " + frames.boxesLeftOut()
                        + " of them are dumps of LAMMPS, which have no box in this format:"
                        + " they were taken for isolated. If they are periodic, add Lattice=\"...\" to their second lines, or"
                        + " convert another format of dump");
            }
            if (frames.charged() > 0
                    && committee.inputs().stream().noneMatch(i -> i.key().equals(StructureInput.TOTAL_CHARGE))) {
                err.println(
                        "warning   " + frames.charged() + " of them are charged, and charge is no input of the model:"
                                + " the energies and forces are those of the charge that it was trained with");
            }
            if (!results.leftOut().isEmpty()) {
                err.println("Left out of another calculation: " + String.join(", ", results.leftOut())
                        + " (--keep-reference keeps them as " + InputResults.PREFIX + "...)");
            }
        }
    }

    private void predictParticles(List<Path> models, Path input, Path output) {
        Particles systems = ParticleFile.readInputs(input);
        try (ParticleCommittee committee =
                ParticleCommittee.read(models, evaluation.precision(), evaluation.threads())) {
            ParticleFile.write(output, systems, committee.predict(systems, input));
        }
        spec.commandLine().getErr().println("Wrote " + systems.systems() + " systems to " + output);
    }
}

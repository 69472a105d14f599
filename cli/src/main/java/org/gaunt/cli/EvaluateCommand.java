package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.data.DataChecks;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.regression.ParticleCommittee;
import org.gaunt.regression.ParticleErrors;
import org.gaunt.regression.ParticleFile;
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
            "Compares a model, or the mean of several models, with labelled data.",
            "",
            "Prints root mean square and mean absolute errors of energies, forces and, where the data have any,"
                    + " stresses, by config_type and over all, in meV, meV per atom, meV/Å and meV/Å³; of several"
                    + " models also how far they are apart.",
            "",
            "Networks for particles (task: nbody) are compared with the positions in a numpy archive (.npz): mean squared error,"
                    + " its root and mean absolute error over systems, particles and coordinates, in the unit of the data.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt evaluate runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz",
            "  gaunt evaluate model.safetensors test.xyz --energy-key REF_energy --forces-key REF_forces --json",
            "  gaunt evaluate runs/committee/member-*/model.safetensors test.xyz",
            "  gaunt evaluate runs/nbody/model.safetensors data/nbody/test.npz"
        })
final class EvaluateCommand implements Runnable {

    @Parameters(
            arity = "2..*",
            paramLabel = "MODEL... DATA",
            hideParamSyntax = true,
            description =
                    "One or more models of gaunt train or .model files of MACE, then labelled structures in extended XYZ, or"
                            + " particles in a numpy archive.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "Prints JSON; an error without a label to compare with is null.")
    private boolean json;

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    EvaluateCommand() {}

    @Override
    public void run() {
        List<Path> models = files.subList(0, files.size() - 1);
        if (ParticleModels.are(models, spec)) {
            evaluateParticles(models);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        try (OpenCommittee committee = evaluation.open(models)) {
            List<Structure> read = ExtendedXyz.read(files.getLast(), labels.keys());
            List<String> notes = ComparedLabels.require(files.getLast(), read, labels.keys());
            labels.requireFound(read);
            DataChecks checks = new DataChecks(0, committee.heads(), Map.of(), committee.inputs());
            read.forEach(checks::add);
            checks.beforeEvaluation()
                    .forEach(note -> spec.commandLine().getErr().println("warning   " + note));
            StructureSource structures = StructureSource.of(read);
            if (models.size() == 1) {
                ErrorTable errors = PredictedSet.of(
                                "data", structures, committee.members().getFirst())
                        .errors();
                if (json) {
                    out.println(Json.write(ErrorReport.json(errors)));
                } else {
                    ErrorReport.print(errors, out);
                }
            } else {
                CommitteeErrors errors = CommitteeErrors.of(committee.committee(), structures);
                if (json) {
                    out.println(Json.write(errors.json()));
                } else {
                    errors.print(out);
                }
            }
            notes.forEach(note -> spec.commandLine().getErr().println("note: " + note));
        }
        out.flush();
    }

    private void evaluateParticles(List<Path> models) {
        Path data = files.getLast();
        PrintWriter out = spec.commandLine().getOut();
        try (ParticleCommittee committee =
                ParticleCommittee.read(models, evaluation.precision(), evaluation.threads())) {
            ParticleErrors errors = committee.errors(ParticleFile.read(data), data);
            if (json) {
                out.println(Json.write(ParticleReport.json(errors)));
            } else {
                ParticleReport.print(errors, out);
            }
        }
        out.flush();
    }
}

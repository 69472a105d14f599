package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.files.InputException;
import org.gaunt.learn.Threads;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Potential;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.Committee;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.eval.SumOfPotentials;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.repulsion.ZblRepulsion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The models of some files, ready to be asked together; close it to end their threads.
 *
 * @param members each model by itself
 * @param committee all of them
 * @param heads whether any has several heads
 * @param threads used by one model after another
 * @param labelNames names of the labels they were trained on, as far as the files say
 */
record OpenCommittee(
        List<Potential> members,
        Committee committee,
        boolean heads,
        List<StructureInput> inputs,
        Threads threads,
        Set<String> labelNames)
        implements AutoCloseable {

    private static final List<String> LABEL_KEYS = List.of("energy_key", "forces_key", "stress_key", "virial_key");

    /**
     * Reads models.
     *
     * @param precision the arithmetic, or null for that of each file
     * @param settings what else there is to choose
     * @param additions potentials that are added to each model
     * @throws org.gaunt.files.InputException if a file cannot be read
     */
    static OpenCommittee of(
            List<Path> files,
            @Nullable Precision precision,
            int threads,
            EvaluationSettings settings,
            List<Potential> additions) {
        List<ModelFile> models = files.stream().map(Models::read).toList();
        Threads shared = new Threads(threads);
        List<Potential> members = new ArrayList<>();
        Set<String> labelNames = new TreeSet<>();
        for (ModelFile file : models) {
            JsonNode data = StrictJson.mapper()
                    .<JsonNode>valueToTree(file.header().training())
                    .path("config")
                    .path("data");
            LABEL_KEYS.stream()
                    .map(key -> data.path(key).asString(""))
                    .filter(name -> !name.isEmpty())
                    .forEach(labelNames::add);
            Precision own = file.header().precision();
            Potential model = new ModelPotential(file.model(), precision == null ? own : precision, shared, settings);
            if (!additions.isEmpty()) {
                requireNoRepulsion(files.get(members.size()), file, additions);
                List<Potential> terms = new ArrayList<>(additions);
                terms.addFirst(model);
                model = new SumOfPotentials(terms);
            }
            members.add(model);
        }
        boolean heads = models.stream().anyMatch(file -> !file.model().heads().isEmpty());
        // a model without the input cannot tell them apart
        List<StructureInput> inputs = new ArrayList<>(models.getFirst().model().inputs());
        models.forEach(file -> inputs.removeIf(input ->
                file.model().inputs().stream().noneMatch(other -> other.key().equals(input.key()))));
        return new OpenCommittee(members, new Committee(members), heads, inputs, shared, labelNames);
    }

    private static void requireNoRepulsion(Path path, ModelFile file, List<Potential> additions) {
        boolean has = file.header().description().get("config") instanceof Map<?, ?> config
                && Boolean.TRUE.equals(config.get("pairRepulsion"));
        if (has && additions.stream().anyMatch(ZblRepulsion.class::isInstance)) {
            throw InputException.of("the model has the repulsion of close nuclei already")
                    .file(path)
                    .found("pair_repulsion: true, and --zbl")
                    .remedy("leave out --zbl")
                    .build();
        }
    }

    @Override
    public void close() {
        members.forEach(Potential::close);
        threads.close();
    }
}

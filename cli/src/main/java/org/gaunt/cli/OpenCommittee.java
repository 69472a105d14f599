package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.learn.Threads;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Potential;
import org.gaunt.potential.eval.Committee;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import org.jspecify.annotations.Nullable;

/**
 * The models of some files, ready to be asked together; close it to end their threads.
 *
 * @param members each model by itself
 * @param committee all of them
 * @param heads whether any has several heads
 * @param threads used by one model after another
 */
record OpenCommittee(List<ModelPotential> members, Committee committee, boolean heads, Threads threads)
        implements AutoCloseable {

    /**
     * Reads models.
     *
     * @param precision the arithmetic, or null for that of each file
     * @param settings what else there is to choose
     * @throws org.gaunt.files.InputException if a file cannot be read
     */
    static OpenCommittee of(List<Path> files, @Nullable Precision precision, int threads, EvaluationSettings settings) {
        List<ModelFile> models = files.stream().map(Models::read).toList();
        Threads shared = new Threads(threads);
        List<ModelPotential> members = new ArrayList<>();
        for (ModelFile file : models) {
            Precision own = file.header().precision();
            members.add(new ModelPotential(file.model(), precision == null ? own : precision, shared, settings));
        }
        boolean heads = models.stream().anyMatch(file -> !file.model().heads().isEmpty());
        return new OpenCommittee(members, new Committee(List.<Potential>copyOf(members)), heads, shared);
    }

    @Override
    public void close() {
        members.forEach(ModelPotential::close);
        threads.close();
    }
}

package org.gaunt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.gaunt.files.InputException;
import org.gaunt.regression.SegnnFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Tells networks for particles from potentials, for commands that use both. */
final class ParticleModels {

    /** Options that mean nothing to networks for particles. */
    private static final Set<String> OF_POTENTIALS = Set.of(
            "--energy-key",
            "--forces-key",
            "--stress-key",
            "--virial-key",
            "--splines",
            "--head",
            "--stress",
            "--keep-reference");

    private ParticleModels() {}

    /**
     * Whether files hold networks for particles.
     *
     * @throws InputException if only some do
     * @throws ParameterException if they do, and an option was given that is for potentials
     */
    static boolean are(List<Path> models, CommandSpec spec) {
        List<Path> particles = models.stream().filter(SegnnFile::isOne).toList();
        if (particles.isEmpty()) {
            return false;
        }
        if (particles.size() < models.size()) {
            Path other = models.stream()
                    .filter(file -> !particles.contains(file))
                    .findFirst()
                    .orElseThrow();
            throw InputException.of("the models are of different tasks")
                    .found(particles.getFirst() + ", a network for particles, and " + other)
                    .wanted("potentials, or networks for particles")
                    .build();
        }
        spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName())
                .filter(OF_POTENTIALS::contains)
                .findFirst()
                .ifPresent(option -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            option + " is for potentials; " + models.getFirst() + " is a network for particles");
                });
        return true;
    }
}

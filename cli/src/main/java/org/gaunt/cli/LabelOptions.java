package org.gaunt.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --energy-key} and the like, for commands that read labels. */
final class LabelOptions {

    @Option(
            names = "--energy-key",
            paramLabel = "KEY",
            description = "Name of the energy in the file, eV (default: energy).")
    private @Nullable String energyKey;

    @Option(
            names = "--forces-key",
            paramLabel = "KEY",
            description = "Name of the forces in the file, eV/Å (default: forces).")
    private @Nullable String forcesKey;

    @Option(
            names = "--stress-key",
            paramLabel = "KEY",
            description = "Name of the stress in the file, eV/Å³, positive under tension (default: stress).")
    private @Nullable String stressKey;

    @Option(
            names = "--virial-key",
            paramLabel = "KEY",
            description =
                    "Name of the virial in the file, eV, minus volume times stress, taken where there is no stress"
                            + " (default: virial).")
    private @Nullable String virialKey;

    LabelKeys keys() {
        LabelKeys usual = LabelKeys.DEFAULT;
        return usual.withNames(
                orElse(energyKey, usual.energy()),
                orElse(forcesKey, usual.forces()),
                orElse(stressKey, usual.stress()),
                orElse(virialKey, usual.virial()));
    }

    /** The names that were given. */
    List<String> names() {
        return Stream.of(energyKey, forcesKey, stressKey, virialKey)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static @Nullable String orElse(@Nullable String given, @Nullable String usual) {
        return given == null ? usual : given;
    }

    /**
     * Refuses names that were given and that no structure has.
     *
     * @param structures that were read with {@link #keys()}
     */
    void requireFound(List<Structure> structures) {
        requireFound("--energy-key", energyKey, "an energy", structures, Labels::hasEnergy);
        requireFound("--forces-key", forcesKey, "forces", structures, Labels::hasForces);
        requireFound("--stress-key", stressKey, "a stress", structures, Labels::hasStress);
        requireFound("--virial-key", virialKey, "a virial", structures, Labels::hasStress);
    }

    private static void requireFound(
            String option, @Nullable String name, String label, List<Structure> structures, Predicate<Labels> has) {
        if (name != null && structures.stream().map(Structure::labels).noneMatch(has)) {
            throw structures
                    .getFirst()
                    .problem("no structure has " + label + " under the name that " + option + " says")
                    .found(option + " " + name)
                    .remedy("correct the name, or leave the option out")
                    .build();
        }
    }
}

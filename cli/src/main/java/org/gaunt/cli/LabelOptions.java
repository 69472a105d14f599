package org.gaunt.cli;

import org.gaunt.atoms.LabelKeys;
import picocli.CommandLine.Option;

/** {@code --energy-key} and the like, for commands that read labels. */
final class LabelOptions {

    @Option(
            names = "--energy-key",
            paramLabel = "KEY",
            defaultValue = "energy",
            description = "Name of the energy in the file (default: ${DEFAULT-VALUE}).")
    private String energyKey = "energy";

    @Option(
            names = "--forces-key",
            paramLabel = "KEY",
            defaultValue = "forces",
            description = "Name of the forces in the file (default: ${DEFAULT-VALUE}).")
    private String forcesKey = "forces";

    @Option(
            names = "--stress-key",
            paramLabel = "KEY",
            defaultValue = "stress",
            description = "Name of the stress in the file (default: ${DEFAULT-VALUE}).")
    private String stressKey = "stress";

    LabelKeys keys() {
        return LabelKeys.DEFAULT.withEnergy(energyKey).withForces(forcesKey).withStress(stressKey);
    }
}

package org.gaunt.sim.md.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.gaunt.atoms.Cell;
import org.gaunt.sim.md.MdObserver;
import org.gaunt.sim.md.MdState;
import org.gaunt.sim.md.MolecularDynamics;

/** Writes {@code log.csv}: one line now and then. */
final class MdLog implements MdObserver {
    private final AppendFile file;
    private final MolecularDynamics md;

    MdLog(AppendFile file, MolecularDynamics md) {
        this.file = file;
        this.md = md;
    }

    private List<String> names(MdState state) {
        List<String> names = new ArrayList<>(List.of(
                "step",
                "time_fs",
                "temperature_K",
                "target_K",
                "potential_eV",
                "kinetic_eV",
                "total_eV",
                "conserved_eV"));
        if (state.hasVolume()) {
            names.addAll(List.of("pressure_GPa", "volume_A3"));
        }
        if (md.settings().ensemble().hasPressure()) {
            names.addAll(List.of("a_A", "b_A", "c_A", "alpha_deg", "beta_deg", "gamma_deg"));
        }
        if (!Double.isNaN(state.forceSpread())) {
            names.addAll(List.of("energy_spread_eV_per_atom", "force_spread_eV_per_A"));
        }
        return names;
    }

    @Override
    public void observe(MdState state) {
        if (file.position() == 0) {
            file.append(String.join(",", names(state)) + "\n");
        }
        double kinetic = state.kineticEnergy();
        double potential = state.potentialEnergy();
        StringBuilder line = new StringBuilder();
        line.append(state.step());
        add(line, "%.4f", md.time());
        add(line, "%.4f", state.temperature());
        add(line, "%.4f", md.settings().ensemble().hasTemperature() ? md.targetTemperature() : Double.NaN);
        add(line, "%.8f", potential);
        add(line, "%.8f", kinetic);
        add(line, "%.8f", potential + kinetic);
        add(line, "%.8f", state.conservedEnergy());
        if (state.hasVolume()) {
            add(line, "%.6f", state.pressure());
            add(line, "%.6f", state.volume());
        }
        if (md.settings().ensemble().hasPressure()) {
            Cell cell = Objects.requireNonNull(state.structure().cell());
            for (double value : CellLengths.of(cell)) {
                add(line, "%.6f", value);
            }
        }
        if (!Double.isNaN(state.forceSpread())) {
            add(line, "%.8f", state.energySpread());
            add(line, "%.6f", state.forceSpread());
        }
        file.append(line.append('\n').toString());
    }

    /** A number, or an empty field where there is none. */
    private static void add(StringBuilder line, String format, double value) {
        line.append(',');
        if (!Double.isNaN(value)) {
            line.append(String.format(Locale.ROOT, format, value));
        }
    }
}

package org.gaunt.sim.md.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.sim.md.MdState;

/** States as frames of extended XYZ. */
final class MdFrames {
    private MdFrames() {}

    /** A frame with energy, forces, stress, and momenta as ASE has them (amu^½ eV^½). */
    static Structure full(MdState state, double time) {
        Structure here = state.structure();
        double[] momenta = state.velocities();
        double unit = Math.sqrt(Units.AMU_ANGSTROM2_PER_FS2);
        for (int i = 0; i < momenta.length; i++) {
            momenta[i] *= Element.of(here.number(i / 3)).mass() * unit;
        }
        Labels labels = Labels.NONE.withEnergy(state.potentialEnergy()).withForces(state.forces());
        List<AtomColumn> columns = new ArrayList<>(here.columns());
        columns.add(AtomColumn.reals("momenta", 3, momenta));
        return placed(here, state, time)
                .columns(columns)
                .labels(state.hasVolume() ? labels.withStress(state.stress()) : labels)
                .build();
    }

    /** A frame to be labelled by another program: without results and momenta. */
    static Structure unlabelled(MdState state, double time) {
        return placed(state.structure(), state, time)
                .info("force_spread", String.format(Locale.ROOT, "%.6f", state.forceSpread()))
                .build();
    }

    private static Structure.Builder placed(Structure here, MdState state, double time) {
        return here.toBuilder()
                .info("step", Long.toString(state.step()))
                .info("time", String.format(Locale.ROOT, "%.4f", time));
    }

    static String text(Structure frame) {
        StringBuilder text = new StringBuilder();
        try {
            ExtendedXyz.write(text, frame, LabelKeys.DEFAULT);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("memory cannot be written to", e);
        }
        return text.toString();
    }
}

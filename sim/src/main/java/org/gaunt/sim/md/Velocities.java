package org.gaunt.sim.md;

import java.util.List;
import java.util.Set;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;

/** Velocities at the start: those of the structure, or drawn from the distribution of Maxwell and Boltzmann. */
final class Velocities {
    /** ASE's momenta (amu^½ eV^½), and velocities in Å/fs. */
    static final Set<String> NAMES = Set.of("momenta", "velocities");

    /** Temperature above which a column must be in other units, K. */
    private static final double HOTTEST = 1e6;

    private Velocities() {}

    /**
     * Fills the velocities of a state.
     *
     * @param structure with a column {@code momenta} or {@code velocities}, or none
     * @param kT of velocities that are drawn, eV
     * @throws org.gaunt.files.InputException if the structure has both columns, or one that cannot be
     */
    static void start(MdState state, Structure structure, double kT, long seed) {
        List<AtomColumn> given = structure.columns().stream()
                .filter(column -> NAMES.contains(column.name()))
                .toList();
        if (given.size() > 1) {
            throw structure
                    .problem("the structure has momenta and velocities")
                    .wanted("one of the two columns")
                    .remedy("leave one out")
                    .build();
        }
        if (given.isEmpty()) {
            draw(state, kT, seed);
        } else {
            take(state, structure, given.getFirst());
        }
        state.hold();
        removeMotion(state);
        if (given.isEmpty()) {
            state.scaleVelocities(Math.sqrt(state.freedom * kT / 2 / state.kineticEnergy()));
        }
    }

    private static void draw(MdState state, double kT, long seed) {
        Noise noise = new Noise(seed, Noise.Use.START);
        double[] normal = new double[4];
        for (int i = 0; i < state.size(); i++) {
            noise.normal(0, state.id(i), 0, normal);
            double width = Math.sqrt(kT / state.mass[i]);
            for (int k = 0; k < 3; k++) {
                state.v[3 * i + k] = width * normal[k];
            }
        }
    }

    private static void take(MdState state, Structure structure, AtomColumn column) {
        if (column.type() != AtomColumn.Type.REAL || column.width() != 3) {
            throw structure
                    .problem("the column " + column.name() + " has no velocities")
                    .found(column.toString())
                    .wanted(column.name() + ":R:3")
                    .build();
        }
        double[] values = column.reals();
        boolean momenta = column.name().equals("momenta");
        for (int i = 0; i < values.length; i++) {
            double mass = Element.of(structure.number(i / 3)).mass();
            double velocity = momenta ? values[i] / mass / Math.sqrt(Units.AMU_ANGSTROM2_PER_FS2) : values[i];
            if (!Double.isFinite(velocity)) {
                throw structure
                        .problem("a velocity is not finite")
                        .found(values[i] + " of " + structure.nameOf(i / 3))
                        .build();
            }
            state.v[i] = velocity;
        }
        if (state.temperature() > HOTTEST) {
            throw structure
                    .problem("the column " + column.name() + " seems to be in other units")
                    .found("a temperature of " + (float) state.temperature() + " K")
                    .wanted(momenta ? "momenta as ASE writes them" : "velocities in Å/fs")
                    .build();
        }
    }

    /** Takes away the motion of the whole that the settings remove. */
    static void removeMotion(MdState state) {
        if (state.momentumRemoved) {
            state.removeMomentum();
        }
        if (state.rotationRemoved) {
            removeRotation(state);
        }
    }

    /** Takes the angular momentum about the centre of mass away. */
    private static void removeRotation(MdState state) {
        double[] centre = new double[3];
        double total = 0;
        for (int i = 0; i < state.size(); i++) {
            total += state.mass[i];
            for (int k = 0; k < 3; k++) {
                centre[k] += state.mass[i] * state.x[3 * i + k];
            }
        }
        double[] inertia = new double[9];
        double[] l = new double[3];
        double[] r = new double[3];
        for (int i = 0; i < state.size(); i++) {
            double square = 0;
            for (int k = 0; k < 3; k++) {
                r[k] = state.x[3 * i + k] - centre[k] / total;
                square += r[k] * r[k];
            }
            for (int a = 0; a < 3; a++) {
                int b = (a + 1) % 3;
                int c = (a + 2) % 3;
                l[a] += state.mass[i] * (r[b] * state.v[3 * i + c] - r[c] * state.v[3 * i + b]);
                for (int k = 0; k < 3; k++) {
                    inertia[3 * a + k] += state.mass[i] * ((a == k ? square : 0) - r[a] * r[k]);
                }
            }
        }
        double[] omega = turned(new Strain(inertia), inertia, l);
        for (int i = 0; i < state.size(); i++) {
            for (int a = 0; a < 3; a++) {
                int b = (a + 1) % 3;
                int c = (a + 2) % 3;
                double y = state.x[3 * i + b] - centre[b] / total;
                double z = state.x[3 * i + c] - centre[c] / total;
                state.v[3 * i + a] -= omega[b] * z - omega[c] * y;
            }
        }
    }

    /** The angular velocity; axes without a moment of inertia, those of linear molecules, do not turn. */
    private static double[] turned(Strain axes, double[] inertia, double[] l) {
        double largest = Math.max(inertia[0], Math.max(inertia[4], inertia[8]));
        double[] inverse = new double[3];
        for (int k = 0; k < 3; k++) {
            inverse[k] = axes.value(k) > 1e-8 * largest ? 1 / axes.value(k) : 0;
        }
        double[] omega = l.clone();
        axes.apply(omega, inverse);
        return omega;
    }
}

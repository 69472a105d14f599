package org.gaunt.sim.md;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.CalculatorResults;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Derivatives;

/**
 * Where a simulation is: positions, velocities, cell, and energy, forces and stress there. It belongs to the run, which changes it with every
 * step; what the accessors give is a copy.
 *
 * <p>Positions are not wrapped into the cell. Units are Å, fs, eV; masses are in eV fs²/Å² inside.
 */
public final class MdState {
    private final Structure template;
    private final boolean hasVolume;
    private final long[] ids;
    private final boolean[] fixed;
    final double[] mass;
    final double[] x;
    final double[] v;
    final double[] f;
    final double[] cell;
    final double[] stress = new double[9];
    final int freedom;
    final boolean momentumRemoved;
    final boolean rotationRemoved;
    double energy = Double.NaN;
    double energySpread = Double.NaN;
    double forceSpread = Double.NaN;
    long step;
    double conserved = Double.NaN;

    /**
     * Starts without velocities.
     *
     * @param structure at the start; an integer column {@code id} numbers the atoms for the noise, otherwise their places do
     * @param fixedAtoms atoms that do not move, from 0 on
     */
    MdState(Structure structure, Set<Integer> fixedAtoms, MdSettings settings) {
        int atoms = structure.size();
        Structure bare = CalculatorResults.usual().without(structure);
        this.template = bare.toBuilder()
                .columns(bare.columns().stream()
                        .filter(column -> !Velocities.NAMES.contains(column.name()))
                        .toList())
                .build();
        this.hasVolume = structure.isFullyPeriodic();
        this.ids = ids(structure);
        this.fixed = new boolean[atoms];
        fixedAtoms.forEach(atom -> fixed[atom] = true);
        this.mass = new double[atoms];
        for (int i = 0; i < atoms; i++) {
            mass[i] = Element.of(structure.number(i)).mass() * Units.AMU_ANGSTROM2_PER_FS2;
        }
        this.x = structure.positions();
        this.v = new double[3 * atoms];
        this.f = new double[3 * atoms];
        Cell vectors = structure.cell();
        this.cell = vectors == null ? new double[0] : vectors.toArray();
        int moving = atoms - fixedAtoms.size();
        this.momentumRemoved = settings.momentumRemoved() && fixedAtoms.isEmpty() && atoms > 1;
        this.rotationRemoved =
                momentumRemoved && !structure.isPeriodic() && settings.ensemble() != Ensemble.NVT_LANGEVIN;
        int rotations = !rotationRemoved ? 0 : atoms == 2 ? 2 : 3;
        this.freedom = 3 * moving - (momentumRemoved ? 3 : 0) - rotations;
        if (freedom < 1) {
            throw structure
                    .problem("no atom can move")
                    .found(fixedAtoms.size() + " of " + atoms + " atoms are fixed")
                    .build();
        }
    }

    private static long[] ids(Structure structure) {
        for (AtomColumn column : structure.columns()) {
            if (column.name().equals("id") && column.type() == AtomColumn.Type.INTEGER && column.width() == 1) {
                long[] ids = column.integers();
                if (Arrays.stream(ids).distinct().count() != ids.length) {
                    throw structure
                            .problem("two atoms have the same id")
                            .wanted("a column id with a number of its own for each atom")
                            .remedy("correct the column, or leave it out")
                            .build();
                }
                return ids;
            }
        }
        long[] ids = new long[structure.size()];
        Arrays.setAll(ids, i -> i);
        return ids;
    }

    /** Number of atoms. */
    public int size() {
        return mass.length;
    }

    /** Steps done since the start. */
    public long step() {
        return step;
    }

    /** Number of degrees of freedom that carry kinetic energy. */
    public int freedom() {
        return freedom;
    }

    /** Potential energy, eV. */
    public double potentialEnergy() {
        return energy;
    }

    /** Kinetic energy, eV. */
    public double kineticEnergy() {
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            double square = v[3 * i] * v[3 * i] + v[3 * i + 1] * v[3 * i + 1] + v[3 * i + 2] * v[3 * i + 2];
            sum += mass[i] * square;
        }
        return sum / 2;
    }

    /** Temperature by the kinetic energy, K. */
    public double temperature() {
        return 2 * kineticEnergy() / (freedom * Units.BOLTZMANN);
    }

    /**
     * The energy that exact equations of motion would keep, eV: of thermostats and barostats without the heat that they have given. Its
     * drift is the error of the integration.
     */
    public double conservedEnergy() {
        return conserved;
    }

    /** Whether the structure repeats in three directions, so that it has volume and pressure. */
    public boolean hasVolume() {
        return hasVolume;
    }

    /** Volume, Å³; NaN where there is none. */
    public double volume() {
        return hasVolume ? Math.abs(Strain.determinant(cell)) : Double.NaN;
    }

    /**
     * Adds m v v summed over atoms and the virial: volume times the inner pressure.
     *
     * @param into row-major [9], eV; overwritten
     */
    void pressureTimesVolume(double[] into) {
        double volume = volume();
        for (int k = 0; k < 9; k++) {
            into[k] = -stress[k] * volume;
        }
        for (int i = 0; i < mass.length; i++) {
            for (int a = 0; a < 3; a++) {
                double momentum = mass[i] * v[3 * i + a];
                for (int b = 0; b < 3; b++) {
                    into[3 * a + b] += momentum * v[3 * i + b];
                }
            }
        }
    }

    /** Pressure with its kinetic part, GPa; NaN where there is no volume. */
    public double pressure() {
        if (!hasVolume) {
            return Double.NaN;
        }
        return (2 * kineticEnergy() / (3 * volume()) - (stress[0] + stress[4] + stress[8]) / 3) / Units.GPA;
    }

    /** Standard deviation of the energy per atom over a committee, eV; NaN for one potential. */
    public double energySpread() {
        return energySpread;
    }

    /** Largest spread of a force over a committee (the norm of the three standard deviations), eV/Å; NaN for one potential. */
    public double forceSpread() {
        return forceSpread;
    }

    /** Velocities, Å/fs [atoms, 3]. */
    public double[] velocities() {
        return v.clone();
    }

    /** Forces, eV/Å [atoms, 3]; zero on fixed atoms. */
    public double[] forces() {
        return f.clone();
    }

    /** Stress without its kinetic part, eV/Å³ [9]; zeros where there is no volume. */
    public double[] stress() {
        return stress.clone();
    }

    /** The structure here, without labels and velocities; its positions are not wrapped. */
    public Structure structure() {
        Structure.Builder builder = template.toBuilder();
        if (cell.length > 0) {
            builder.cell(Cell.of(cell));
        }
        return builder.build().withPositions(x);
    }

    /** What has to be computed of a potential. */
    Derivatives needed() {
        return hasVolume ? Derivatives.STRESS : Derivatives.FORCES;
    }

    /** The number of an atom in the noise. */
    long id(int atom) {
        return ids[atom];
    }

    boolean isFixed(int atom) {
        return fixed[atom];
    }

    /** Takes velocities and forces of fixed atoms away. */
    void hold() {
        for (int i = 0; i < fixed.length; i++) {
            if (fixed[i]) {
                Arrays.fill(v, 3 * i, 3 * i + 3, 0);
                Arrays.fill(f, 3 * i, 3 * i + 3, 0);
            }
        }
    }

    /** Velocities change by forces: v += time · f / m. */
    void kick(double time) {
        for (int i = 0; i < mass.length; i++) {
            double factor = time / mass[i];
            v[3 * i] += factor * f[3 * i];
            v[3 * i + 1] += factor * f[3 * i + 1];
            v[3 * i + 2] += factor * f[3 * i + 2];
        }
    }

    /** Positions change by velocities: x += time · v. */
    void drift(double time) {
        for (int i = 0; i < x.length; i++) {
            x[i] += time * v[i];
        }
    }

    /** Multiplies all velocities. */
    void scaleVelocities(double factor) {
        for (int i = 0; i < v.length; i++) {
            v[i] *= factor;
        }
    }

    /** Takes the motion of the centre of mass away. */
    void removeMomentum() {
        double total = 0;
        double px = 0;
        double py = 0;
        double pz = 0;
        for (int i = 0; i < mass.length; i++) {
            total += mass[i];
            px += mass[i] * v[3 * i];
            py += mass[i] * v[3 * i + 1];
            pz += mass[i] * v[3 * i + 2];
        }
        for (int i = 0; i < mass.length; i++) {
            v[3 * i] -= px / total;
            v[3 * i + 1] -= py / total;
            v[3 * i + 2] -= pz / total;
        }
    }

    /** The arrays that say where the run is, by name; the arrays themselves, to be written to a file or read into. */
    Map<String, double[]> arrays() {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put("positions", x);
        arrays.put("velocities", v);
        arrays.put("forces", f);
        arrays.put("cell", cell);
        arrays.put("stress", stress);
        return arrays;
    }

    /** The numbers beside the arrays: step, energy, spreads, conserved energy. */
    double[] numbers() {
        return new double[] {step, energy, energySpread, forceSpread, conserved};
    }

    /** Takes numbers back. */
    void numbers(double[] saved) {
        step = (long) saved[0];
        energy = saved[1];
        energySpread = saved[2];
        forceSpread = saved[3];
        conserved = saved[4];
    }

    /** The structure and the number of steps. */
    @Override
    public String toString() {
        return template + " after " + step + " steps";
    }

    /** The structure at the start, for messages. */
    Structure template() {
        return template;
    }
}

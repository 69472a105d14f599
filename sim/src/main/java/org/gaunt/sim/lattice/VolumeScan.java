package org.gaunt.sim.lattice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Potential;
import org.gaunt.sim.opt.RelaxSettings;
import org.gaunt.sim.opt.Relaxed;
import org.gaunt.sim.opt.Relaxer;

/**
 * Energies of a crystal at several volumes, with a cell of the same shape and relaxed atoms.
 *
 * <pre>{@code
 * VolumeScan scan = VolumeScan.of(potential, crystal, 0.02, 9, RelaxSettings.DEFAULT);
 * EquationOfState state = EquationOfState.fit(EquationOfState.Form.VINET, scan.volumes(), scan.energies());
 * }</pre>
 *
 * @param volumes ascending, Å³
 * @param energies eV
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VolumeScan(double[] volumes, double[] energies) {

    /**
     * Computes the energies.
     *
     * @param range largest change of the lengths of the cell, such as 0.02 for 2 % to either side
     * @param points number of volumes, at least 5
     * @param relaxation of the atoms at each volume; its cell does not move
     * @throws InputException if the structure is no crystal, or the potential or the relaxation fails at a volume
     */
    public static VolumeScan of(
            Potential potential, Structure structure, double range, int points, RelaxSettings relaxation) {
        if (!(range > 0 && range < 0.5) || points < 5) {
            throw new IllegalArgumentException(
                    "an equation of state needs a range above 0 and below 0.5 and at least 5 volumes, not " + range
                            + " and " + points);
        }
        Cell cell = Crystals.cell(structure, "equations of state");
        List<Structure> strained = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            double f = 1 - range + 2 * range * k / (points - 1);
            strained.add(Crystals.deformed(structure, cell, new double[] {f, 0, 0, 0, f, 0, 0, 0, f}));
        }
        List<Relaxed> relaxed = new ArrayList<>();
        new Relaxer(potential, relaxation).relax(strained.iterator(), s -> Set.of(), relaxed::add);
        double[] volumes = new double[points];
        double[] energies = new double[points];
        for (int k = 0; k < points; k++) {
            Relaxed one = relaxed.get(k);
            Cell there = one.structure().cell();
            if (one.status() != Relaxed.Status.CONVERGED || one.prediction() == null || there == null) {
                throw structure
                        .problem("the atoms did not relax at one of the volumes")
                        .found(
                                one.message().isEmpty()
                                        ? "a force of " + one.largestForce() + " eV/Å after " + one.steps() + " steps"
                                        : one.message().lines().findFirst().orElse(""))
                        .wanted("a relaxed structure at each volume")
                        .remedy(
                                "relax the crystal first (gaunt relax --cell full), take a smaller range or a larger --fmax")
                        .build();
            }
            volumes[k] = there.volume();
            energies[k] = one.prediction().energy();
        }
        return new VolumeScan(volumes, energies);
    }
}

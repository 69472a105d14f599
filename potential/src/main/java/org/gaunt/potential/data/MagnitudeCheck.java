package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.Units;

/**
 * Looks for energies in hartree by their size against the isolated atoms. Total energies are negative and nearly those of the atoms:
 * a ratio of 27 that all structures have is a unit. Energies counted from something else, such as the bulk, may be a 27th of the
 * atoms' by chance, and then they are of the other sign or scatter.
 */
final class MagnitudeCheck {

    private static final double HYDROGEN = -0.5;
    private static final double HYDROGEN_DIFFERS = 0.03;

    /** Binding makes a part of the energy. */
    private static final double ROUGHLY = 0.3;

    /** Part of the structures whose energies must tell the same unit. */
    private static final double MOST = 0.9;

    private MagnitudeCheck() {}

    /**
     * What a user should know.
     *
     * @param isolated energies of isolated atoms as given, by atomic number
     * @param structures compositions with energies
     * @param fitForces whether the forces say that the energies of the structures are in eV
     */
    static List<String> notes(Map<Integer, Double> isolated, List<Composition> structures, boolean fitForces) {
        List<String> notes = new ArrayList<>();
        Double hydrogen = isolated.get(1);
        if (hydrogen != null && Math.abs(hydrogen - HYDROGEN) < HYDROGEN_DIFFERS) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the isolated H atom has %.4f eV, which is what it has in hartree (-13.6 eV): are all energies in"
                            + " hartree? 1 hartree = %.5f eV",
                    hydrogen,
                    Units.HARTREE));
        }
        double atoms = 0;
        double energies = 0;
        int known = 0;
        int tooSmall = 0;
        int tooLarge = 0;
        for (Composition structure : structures) {
            if (structure.hasEnergy() && isolated.keySet().containsAll(structure.numbers())) {
                double own = 0;
                for (int k = 0; k < structure.numbers().size(); k++) {
                    own += structure.counts().get(k)
                            * isolated.getOrDefault(structure.numbers().get(k), 0.0);
                }
                known++;
                double ratio = own < 0 && structure.energy() < 0 ? own / structure.energy() : 0;
                tooSmall += near(ratio, Units.HARTREE) ? 1 : 0;
                tooLarge += near(ratio, 1 / Units.HARTREE) ? 1 : 0;
                energies += structure.energy();
                atoms += own;
            }
        }
        String numbers = String.format(
                Locale.ROOT,
                "the isolated atoms add up to %.6g, the structures to %.6g, %.4g times less",
                atoms,
                energies,
                atoms / energies);
        if (known > 0 && tooSmall > MOST * known && !fitForces) {
            notes.add(numbers + ": are the energies of the structures in hartree, and those of the atoms in eV?");
        } else if (known > 0 && tooLarge > MOST * known) {
            notes.add(numbers + ": are the energies of the atoms in hartree, and those of the structures in eV?");
        }
        return notes;
    }

    private static boolean near(double ratio, double factor) {
        return Math.abs(ratio / factor - 1) < ROUGHLY;
    }
}

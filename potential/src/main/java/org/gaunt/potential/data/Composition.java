package org.gaunt.potential.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * How many atoms of each element a structure has, and its energy: all that energies of isolated atoms are made from.
 *
 * @param numbers atomic numbers, ascending
 * @param counts atoms of each
 * @param energy eV; NaN when not known
 * @param head which of a model's readouts it belongs to, or null where it names none
 */
public record Composition(
        List<Integer> numbers,
        List<Integer> counts,
        double energy,
        @Nullable String head) {

    /** Copies the lists. */
    public Composition {
        numbers = List.copyOf(numbers);
        counts = List.copyOf(counts);
    }

    /** That of a structure. */
    public static Composition of(Structure structure) {
        double energy = structure.labels().hasEnergy() ? structure.labels().energy() : Double.NaN;
        return of(structure.numbers(), energy, structure.info().get(GraphBuilder.HEAD));
    }

    /** That of atoms: the number of each says what it is. */
    static Composition of(int[] atoms, double energy, @Nullable String head) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int number : atoms) {
            counts.merge(number, 1, Integer::sum);
        }
        return new Composition(List.copyOf(counts.keySet()), List.copyOf(counts.values()), energy, head);
    }

    /** Whether the energy is known. */
    public boolean hasEnergy() {
        return !Double.isNaN(energy);
    }

    /** Number of atoms. */
    public int atoms() {
        int atoms = 0;
        for (int count : counts) {
            atoms += count;
        }
        return atoms;
    }

    /** What binding adds to the energy, eV per atom; NaN when the energy is not known. */
    double perAtom(ReferenceEnergies references) {
        return (energy - isolated(references)) / atoms();
    }

    /**
     * The energy of the atoms, each by itself, eV.
     *
     * @param references energies of isolated atoms; elements without one count as 0
     */
    public double isolated(ReferenceEnergies references) {
        double energy = 0;
        for (int k = 0; k < numbers.size(); k++) {
            int index = references.atomicNumbers().indexOf(numbers.get(k));
            energy += index < 0 ? 0 : counts.get(k) * references.energies().get(index);
        }
        return energy;
    }
}

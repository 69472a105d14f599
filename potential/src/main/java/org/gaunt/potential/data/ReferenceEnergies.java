package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;

/**
 * The energies of isolated atoms that a model's energies are counted from.
 *
 * @param atomicNumbers ascending
 * @param energies of one atom each, eV
 * @param fitted whether any is of a least-squares fit rather than calculated
 */
public record ReferenceEnergies(List<Integer> atomicNumbers, List<Double> energies, boolean fitted) {

    /** Copies the lists. */
    public ReferenceEnergies {
        atomicNumbers = List.copyOf(atomicNumbers);
        energies = List.copyOf(energies);
        if (atomicNumbers.size() != energies.size()) {
            throw new IllegalArgumentException(
                    atomicNumbers.size() + " elements need as many energies, not " + energies.size());
        }
    }

    /** For the elements of some structures; see {@link #ofCompositions}. */
    public static ReferenceEnergies of(
            ReferenceEnergySource source, Map<Integer, Double> isolated, Collection<Structure> structures) {
        return ofCompositions(
                source, isolated, structures.stream().map(Composition::of).toList());
    }

    /**
     * For the elements of some structures.
     *
     * @param source where the energies come from
     * @param isolated energies of isolated atoms by atomic number, eV; elements that do not occur are left out
     * @param structures all structures the model must know the elements of
     * @throws InputException when an element's energy is wanted and not there, or when there is no energy to fit to
     */
    public static ReferenceEnergies ofCompositions(
            ReferenceEnergySource source, Map<Integer, Double> isolated, Collection<Composition> structures) {
        List<Integer> elements = new ArrayList<>(elementsOf(structures));
        List<Integer> missing = new ArrayList<>(elements);
        missing.removeAll(isolated.keySet());
        boolean fit = switch (source) {
            case LEAST_SQUARES -> true;
            case AUTO -> !missing.isEmpty();
            case ISOLATED_ATOMS -> false;
        };
        if (fit) {
            Map<Integer, Double> known = source == ReferenceEnergySource.LEAST_SQUARES ? Map.of() : isolated;
            List<Integer> unknown = source == ReferenceEnergySource.LEAST_SQUARES ? elements : missing;
            List<Double> fitted = fit(unknown, known, structures);
            return new ReferenceEnergies(
                    elements,
                    elements.stream()
                            .map(element -> unknown.contains(element)
                                    ? fitted.get(unknown.indexOf(element))
                                    : isolated.getOrDefault(element, 0.0))
                            .toList(),
                    true);
        }
        if (!missing.isEmpty()) {
            throw InputException.of("no isolated atom for some elements")
                    .found("isolated atoms of " + symbols(isolated.keySet()))
                    .wanted("one of " + symbols(missing) + " as well")
                    .remedy("add a frame with one atom and config_type=IsolatedAtom for each, or set"
                            + " data.reference_energies to least_squares")
                    .build();
        }
        return new ReferenceEnergies(
                elements, elements.stream().map(isolated::get).toList(), false);
    }

    /**
     * For one of several heads, whose structures need not have all elements of the model. The energy of an element they do not have
     * is that of its isolated atom, or 0 where it is not known.
     *
     * @param isolated energies of the head's isolated atoms by atomic number, eV
     * @param structures of the head
     * @param all structures the model must know the elements of
     * @throws InputException as {@link #ofCompositions}
     */
    public static ReferenceEnergies ofHead(
            ReferenceEnergySource source,
            Map<Integer, Double> isolated,
            Collection<Composition> structures,
            Collection<Composition> all) {
        List<Integer> elements = List.copyOf(elementsOf(all));
        ReferenceEnergies own = ofCompositions(source, isolated, structures);
        List<Double> energies = elements.stream()
                .map(element -> {
                    int known = own.atomicNumbers().indexOf(element);
                    return known >= 0 ? own.energies().get(known) : isolated.getOrDefault(element, 0.0);
                })
                .toList();
        return new ReferenceEnergies(elements, energies, own.fitted());
    }

    /** The elements of structures, ascending atomic numbers. */
    private static TreeSet<Integer> elementsOf(Collection<Composition> structures) {
        TreeSet<Integer> elements = new TreeSet<>();
        structures.forEach(structure -> elements.addAll(structure.numbers()));
        return elements;
    }

    /**
     * The shortest vector of energies that fits the total energies best, less those of the elements that are known. Structures whose
     * energies are absurd beside the others do not count.
     */
    private static List<Double> fit(
            List<Integer> elements, Map<Integer, Double> known, Collection<Composition> structures) {
        List<Composition> labelled =
                structures.stream().filter(Composition::hasEnergy).toList();
        if (labelled.isEmpty()) {
            throw InputException.of("no energies to fit the energies of isolated atoms to")
                    .found(structures.size() + " structures without an energy")
                    .remedy("check data.energy_key, or give isolated atoms")
                    .build();
        }
        return new AtomFit(elements, known, labelled).energies();
    }

    private static String symbols(Collection<Integer> numbers) {
        return numbers.isEmpty() ? "no element" : Element.listed(numbers);
    }
}

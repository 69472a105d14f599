package org.gaunt.potential.dispersion;

import java.util.List;
import java.util.Optional;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.SumOfPotentials;

/**
 * The dispersion correction D3 with the damping of Becke and Johnson: pairs in r⁻⁶ and r⁻⁸ with coefficients that depend on the
 * coordination numbers; no term of three atoms (Grimme, Antony, Ehrlich and Krieg, J. Chem. Phys. 132, 154104 (2010); Grimme,
 * Ehrlich and Goerigk, J. Comput. Chem. 32, 1456 (2011)).
 *
 * <p>Pairs and coordination numbers end at {@link #CUTOFF}. From {@link #SWITCH} on both are multiplied by
 * 1 - 10t³ + 15t⁴ - 6t⁵, so that energies and forces have no steps. Periodic images within the cut-off count. Immutable; any
 * number of threads may use it.
 */
public final class D3Dispersion implements Potential {

    /** Pairs farther apart than this do not count: 40 bohr, in Å. */
    public static final double CUTOFF = D3Terms.CUTOFF * Units.BOHR;

    /** Pairs farther apart than this are damped to zero at the cut-off: 36 bohr, in Å. */
    public static final double SWITCH = D3Terms.SWITCH * Units.BOHR;

    private static final String METHOD = "d3bj/";

    private final D3Functional functional;
    private final D3Reference reference;

    /** Reads the reference values. */
    public D3Dispersion(D3Functional functional) {
        this.functional = functional;
        reference = D3Reference.read();
    }

    /**
     * The correction of a name such as {@code d3bj/pbe}.
     *
     * @throws InputException if there is none
     */
    public static D3Dispersion of(String name) {
        D3Functional functional = name.startsWith(METHOD)
                ? D3Functional.named(name.substring(METHOD.length())).orElse(null)
                : null;
        if (functional == null) {
            throw InputException.of("there is no such dispersion correction")
                    .found(name)
                    .wanted(METHOD + "FUNCTIONAL, with one of " + D3Functional.words())
                    .build();
        }
        return new D3Dispersion(functional);
    }

    /**
     * A potential with a correction of some name added.
     *
     * @param potential belongs to the sum, which closes it
     * @param name as {@link #of} takes it; empty for the potential as it is
     * @throws InputException if there is no such correction; the potential is closed then
     */
    public static Potential add(Potential potential, Optional<String> name) {
        try {
            return name.isEmpty() ? potential : new SumOfPotentials(List.of(potential, of(name.get())));
        } catch (InputException e) {
            potential.close();
            throw e;
        }
    }

    /** The functional whose parameters are used. */
    public D3Functional functional() {
        return functional;
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        return structures.stream().map(structure -> one(structure, what)).toList();
    }

    private Prediction one(Structure structure, Derivatives what) {
        for (int atom = 0; atom < structure.size(); atom++) {
            if (structure.number(atom) > reference.largestNumber()) {
                throw structure
                        .problem("D3 has no values for an element")
                        .found(structure.nameOf(atom))
                        .wanted("elements up to atomic number " + reference.largestNumber())
                        .remedy("evaluate without dispersion")
                        .build();
            }
        }
        return new D3Terms(reference, functional, structure, NeighborList.build(structure, CUTOFF)).sum(what);
    }

    /** The name, as {@link #of} takes it. */
    @Override
    public String toString() {
        return METHOD + functional.word();
    }
}

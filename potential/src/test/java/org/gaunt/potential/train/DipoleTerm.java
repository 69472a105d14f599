package org.gaunt.potential.train;

import java.util.Arrays;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/** The dipole of a structure, e Å, from the entry {@code dipole="x y z"}: a term as another jar would add it. */
public final class DipoleTerm implements LossTerm {

    @Override
    public String key() {
        return "dipole";
    }

    @Override
    public String unit() {
        return "e_angstrom";
    }

    @Override
    public int size(int atoms) {
        return 3;
    }

    @Override
    public double @Nullable [] read(Structure structure) {
        String entry = structure.info().get("dipole");
        if (entry == null) {
            return null;
        }
        try {
            double[] dipole = Arrays.stream(entry.strip().split("\\s+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (dipole.length == 3) {
                return dipole;
            }
        } catch (NumberFormatException e) {
            // falls through to the error below
        }
        throw structure
                .problem("the entry dipole is no vector")
                .found(entry)
                .wanted("three numbers, e Å")
                .build();
    }
}

package org.gaunt.potential.data;

import java.util.Map;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * How much the labels of one structure count in the loss, beside the weights that hold for all structures.
 *
 * @param energy factor of its energy term
 * @param forces factor of its force terms
 * @param stress factor of its stress terms
 */
public record LabelWeights(double energy, double forces, double stress) {

    /** All labels count once. */
    public static final LabelWeights ONE = new LabelWeights(1, 1, 1);

    /**
     * The weights that the entries of a structure give, with MACE's names: {@code config_weight} times
     * {@code config_energy_weight}, {@code config_forces_weight}, and {@code config_stress_weight} or
     * {@code config_virials_weight}; the {@code config_} of the last four may be left out. Absent ones are 1.
     *
     * @param byConfigType factors of config types; types that are not there have 1
     * @throws org.gaunt.files.InputException if an entry is not a number that is 0 or more, or is given under two names
     */
    public static LabelWeights of(Structure structure, Map<String, Double> byConfigType) {
        String type = structure.configType();
        double all = entry(structure, "config_weight") * (type == null ? 1 : byConfigType.getOrDefault(type, 1.0));
        double energy = entry(structure, "config_energy_weight", "energy_weight");
        double forces = entry(structure, "config_forces_weight", "forces_weight");
        double stress =
                entry(structure, "config_stress_weight", "stress_weight", "config_virials_weight", "virials_weight");
        boolean one = all == 1 && energy == 1 && forces == 1 && stress == 1;
        return one ? ONE : new LabelWeights(all * energy, all * forces, all * stress);
    }

    private static double entry(Structure structure, String... names) {
        @Nullable String found = null;
        double weight = 1;
        for (String name : names) {
            String text = structure.info().get(name);
            if (text == null) {
                continue;
            }
            if (found != null) {
                throw structure
                        .problem("a weight is given twice")
                        .found(found + " and " + name)
                        .remedy("leave one of them out")
                        .build();
            }
            found = name;
            weight = number(structure, name, text);
        }
        return weight;
    }

    private static double number(Structure structure, String name, String text) {
        double weight;
        try {
            weight = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw structure
                    .problem("the entry " + name + " is not a weight")
                    .found(text)
                    .wanted("a number, 0 or more")
                    .build();
        }
        return weight;
    }
}

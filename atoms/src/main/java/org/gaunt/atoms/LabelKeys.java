package org.gaunt.atoms;

import java.util.Locale;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a file keeps the labels. A null name means that the label is not read; what is not read as a label
 * stays in {@link Structure#info()} or {@link Structure#columns()}.
 *
 * @param energy key of the total energy in eV
 * @param forces column of the forces in eV/Å
 * @param stress key of the stress in eV/Å³, positive under tension (six numbers xx yy zz yz xz xy, or nine)
 * @param virial key of the virial in eV, which is minus volume times stress; read where there is no stress
 * @param configType key of the group of configurations
 */
public record LabelKeys(
        @Nullable String energy,
        @Nullable String forces,
        @Nullable String stress,
        @Nullable String virial,
        @Nullable String configType) {

    /**
     * Refuses a virial's name for the stress and a stress's for the virial: the numbers would be off by minus the volume.
     *
     * @throws InputException if the names look exchanged
     */
    public LabelKeys {
        if (stress != null && stress.equals(virial)) {
            throw InputException.of("stress_key and virial_key are the same")
                    .found("'" + stress + "' for both")
                    .wanted("the key of the stress in eV/Å³ or of the virial in eV")
                    .remedy("set one of the two only; "
                            + (namesVirial(stress) ? "this looks like virial_key" : "this looks like stress_key"))
                    .build();
        }
        if (stress != null && namesVirial(stress)) {
            throw exchanged(
                    "stress_key", stress, "a virial", "virial_key, which is in eV and minus volume times stress");
        }
        if (virial != null
                && namesStress(virial)
                && !virial.toLowerCase(Locale.ROOT).contains("virial")) {
            throw exchanged("virial_key", virial, "a stress", "stress_key, which is in eV/Å³");
        }
    }

    private static InputException exchanged(String key, String name, String looksLike, String right) {
        return InputException.of(key + " names what looks like " + looksLike)
                .found(key + " " + name)
                .remedy("set " + right + ", or rename the entry in the file")
                .build();
    }

    /** Whether any label is read. */
    boolean readsLabels() {
        return energy != null || forces != null || stress != null || virial != null;
    }

    /** Whether a key reads like that of a stress. */
    static boolean namesStress(String key) {
        return key.toLowerCase(Locale.ROOT).contains("stress");
    }

    /** Whether a key reads like that of a virial. */
    public static boolean namesVirial(String key) {
        return key.toLowerCase(Locale.ROOT).contains("virial") && !namesStress(key);
    }

    /** The usual names: {@code energy}, {@code forces}, {@code stress}, {@code virial}, {@code config_type}. */
    public static final LabelKeys DEFAULT = new LabelKeys("energy", "forces", "stress", "virial", "config_type");

    /** Reads no labels, for structures that are only to be computed. */
    public static final LabelKeys NONE = new LabelKeys(null, null, null, null, "config_type");

    /** Other names of the labels; the group of configurations stays. */
    public LabelKeys withNames(
            @Nullable String newEnergy,
            @Nullable String newForces,
            @Nullable String newStress,
            @Nullable String newVirial) {
        return new LabelKeys(newEnergy, newForces, newStress, newVirial, configType);
    }

    /** The same names but for the energy. */
    public LabelKeys withEnergy(@Nullable String key) {
        return new LabelKeys(key, forces, stress, virial, configType);
    }

    /** The same names but for the forces. */
    public LabelKeys withForces(@Nullable String column) {
        return new LabelKeys(energy, column, stress, virial, configType);
    }

    /** The same names but for the stress. */
    public LabelKeys withStress(@Nullable String key) {
        return new LabelKeys(energy, forces, key, virial, configType);
    }

    /** The same names but for the virial. */
    public LabelKeys withVirial(@Nullable String key) {
        return new LabelKeys(energy, forces, stress, key, configType);
    }

    /** The same names but for the group of configurations. */
    public LabelKeys withConfigType(@Nullable String key) {
        return new LabelKeys(energy, forces, stress, virial, key);
    }
}

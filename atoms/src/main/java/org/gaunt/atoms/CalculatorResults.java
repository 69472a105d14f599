package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.files.InputException;

/**
 * The entries and columns that programs take as results of one calculation when they read a structure (ASE, the extxyz library,
 * QUIP). Where some of them are computed anew, the others belong to another calculation and must go.
 */
public final class CalculatorResults {

    private static final Set<String> NAMES = Set.of(
            "energy",
            "free_energy",
            "energies",
            "local_energy",
            "forces",
            "stress",
            "stresses",
            "virial",
            "virials",
            "local_virial",
            "dipole",
            "polarization",
            "dielectric_tensor",
            "born_effective_charges",
            "charges",
            "magmom",
            "magmoms");

    /** ASE reads this column as the charges that a calculator found; an entry of this name is the total charge. */
    private static final String CHARGE_COLUMN = "charge";

    private final Set<String> further;

    private CalculatorResults(Set<String> further) {
        this.further = further;
    }

    /** The usual names. */
    public static CalculatorResults usual() {
        return new CalculatorResults(Set.of());
    }

    /** The same names and some more, such as those under which labels are configured. */
    public CalculatorResults and(Iterable<String> names) {
        Set<String> all = new TreeSet<>(further);
        names.forEach(all::add);
        return new CalculatorResults(all);
    }

    /** Whether an entry of the second line is a result. */
    public boolean isEntry(String key) {
        return NAMES.contains(key) || further.contains(key);
    }

    /** Whether a column is a result. */
    public boolean isColumn(String name) {
        return isEntry(name) || name.equals(CHARGE_COLUMN);
    }

    /** A structure without its results: no labels, and no entries or columns of results. */
    public Structure without(Structure structure) {
        Map<String, String> entries = new LinkedHashMap<>(structure.info());
        entries.keySet().removeIf(this::isEntry);
        List<AtomColumn> columns = new ArrayList<>(structure.columns());
        columns.removeIf(column -> isColumn(column.name()));
        return structure.toBuilder()
                .labels(Labels.NONE)
                .info(entries)
                .columns(columns)
                .build();
    }

    /**
     * A structure whose results have other names, so that they are kept beside new ones. Names that begin with the prefix stay
     * as they are.
     *
     * @param structure read without labels ({@link LabelKeys#NONE}), so that all results are entries and columns
     * @param prefix such as {@code "REF_"}
     * @throws InputException if the structure has something else under a new name
     */
    public Structure renamed(Structure structure, String prefix) {
        Map<String, String> entries = new LinkedHashMap<>();
        structure.info().forEach((key, value) -> {
            String name = isEntry(key) ? prefixed(key, prefix) : key;
            String other = name.equals(key) ? null : structure.info().get(name);
            if (other != null && !CommentLine.sameValue(other, value)) {
                throw taken(structure, key, name, key + "=" + value + " and " + name + "=" + other);
            }
            entries.putIfAbsent(name, value);
        });
        Map<String, AtomColumn> columns = new LinkedHashMap<>();
        for (AtomColumn column : structure.columns()) {
            AtomColumn renamed = isColumn(column.name()) ? column.renamed(prefixed(column.name(), prefix)) : column;
            for (AtomColumn other : structure.columns()) {
                boolean another = !other.name().equals(column.name());
                if (another && other.name().equals(renamed.name()) && !other.equals(renamed)) {
                    throw taken(structure, column.name(), renamed.name(), "columns " + column + " and " + other);
                }
            }
            columns.putIfAbsent(renamed.name(), renamed);
        }
        return structure.toBuilder()
                .info(entries)
                .columns(List.copyOf(columns.values()))
                .build();
    }

    private static String prefixed(String name, String prefix) {
        return name.startsWith(prefix) ? name : prefix + name;
    }

    private static InputException taken(Structure structure, String name, String newName, String found) {
        return structure
                .problem("'" + name + "' cannot be kept as '" + newName + "', which the structure has already")
                .found(CommentLine.excerpt(found))
                .wanted("no '" + newName + "', or the same values")
                .remedy("rename or remove one of the two, or do not keep the reference")
                .build();
    }
}

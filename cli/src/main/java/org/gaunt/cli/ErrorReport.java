package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.Errors;
import org.jspecify.annotations.Nullable;

/** Errors as a table for people and as a tree for JSON, in meV, meV per atom and meV/Å. */
final class ErrorReport {

    private static final double MILLI = 1e3;

    private ErrorReport() {}

    /**
     * Prints one table of several sets of structures.
     *
     * @param sets errors by name of the set; the name is left out where there is only one
     */
    static void print(Map<String, ErrorTable> sets, PrintWriter out) {
        boolean named = sets.size() > 1;
        Table table = new Table(
                2,
                named ? "set" : "",
                "config type",
                "structures",
                "E RMSE\nmeV",
                "E RMSE\nmeV/atom",
                "E MAE\nmeV/atom",
                "F RMSE\nmeV/Å",
                "F MAE\nmeV/Å");
        boolean first = true;
        for (Map.Entry<String, ErrorTable> set : sets.entrySet()) {
            if (!first) {
                table.rule();
            }
            first = false;
            String name = named ? set.getKey() : "";
            SortedMap<String, Errors> groups = sorted(set.getValue());
            if (groups.size() > 1) {
                for (Map.Entry<String, Errors> group : groups.entrySet()) {
                    row(table, name, group.getKey(), group.getValue());
                    name = "";
                }
            }
            row(
                    table,
                    name,
                    groups.size() == 1 ? groups.firstKey() : "all",
                    set.getValue().all());
        }
        table.print(out);
    }

    private static void row(Table table, String set, String type, Errors errors) {
        table.row(
                set,
                type,
                Integer.toString(errors.structures()),
                cell(errors.energyRmse()),
                cell(errors.energyRmsePerAtom()),
                cell(errors.energyMaePerAtom()),
                cell(errors.forceRmse()),
                cell(errors.forceMae()));
    }

    private static String cell(@Nullable Double value) {
        if (value == null) {
            return "-";
        }
        double milli = MILLI * value;
        return String.format(Locale.ROOT, milli < 10 ? "%.3f" : milli < 100 ? "%.2f" : "%.1f", milli);
    }

    /** The shape that {@code evaluate --json} prints; an error without a label to compare with is null. */
    static Map<String, Object> json(ErrorTable table) {
        Map<String, Object> types = new LinkedHashMap<>();
        sorted(table).forEach((type, errors) -> types.put(type, json(errors)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("all", json(table.all()));
        json.put("by_config_type", types);
        return json;
    }

    private static Map<String, @Nullable Object> json(Errors errors) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("structures", errors.structures());
        json.put("energy_rmse_mev", milli(errors.energyRmse()));
        json.put("energy_rmse_mev_per_atom", milli(errors.energyRmsePerAtom()));
        json.put("energy_mae_mev", milli(errors.energyMae()));
        json.put("energy_mae_mev_per_atom", milli(errors.energyMaePerAtom()));
        json.put("force_rmse_mev_per_angstrom", milli(errors.forceRmse()));
        json.put("force_mae_mev_per_angstrom", milli(errors.forceMae()));
        return json;
    }

    private static @Nullable Double milli(@Nullable Double value) {
        return value == null ? null : (Double) (MILLI * value);
    }

    private static SortedMap<String, Errors> sorted(ErrorTable table) {
        SortedMap<String, Errors> sorted = new TreeMap<>(new NaturalOrder());
        sorted.putAll(table.byConfigType());
        return sorted;
    }
}

package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.Errors;
import org.jspecify.annotations.Nullable;

/** Errors as a table for people and as a tree for JSON, in meV, meV per atom, meV/Å and, where there is any, meV/Å³. */
final class ErrorReport {

    private static final double MILLI = 1e3;

    private static final List<String> COLUMNS = List.of(
            "config type",
            "structures",
            "E RMSE\nmeV",
            "E RMSE\nmeV/atom",
            "E MAE\nmeV/atom",
            "F RMSE\nmeV/Å",
            "F MAE\nmeV/Å");

    private static final List<String> STRESS_COLUMNS = List.of("S RMSE\nmeV/Å³", "S MAE\nmeV/Å³");

    private ErrorReport() {}

    /** Prints the errors of one set of structures. */
    static void print(ErrorTable errors, PrintWriter out) {
        boolean stress = hasStress(errors);
        Table table = new Table(1, header(stress).toArray(String[]::new));
        rows(errors, stress).forEach(table::row);
        table.print(out);
    }

    /** Prints the errors of several sets, each under its name, in one table. */
    static void print(Map<String, ErrorTable> sets, PrintWriter out) {
        boolean stress = sets.values().stream().anyMatch(ErrorReport::hasStress);
        List<String> header = header(stress);
        header.addFirst("set");
        Table table = new Table(2, header.toArray(String[]::new));
        boolean first = true;
        for (Map.Entry<String, ErrorTable> set : sets.entrySet()) {
            if (!first) {
                table.rule();
            }
            first = false;
            String name = set.getKey();
            for (String[] row : rows(set.getValue(), stress)) {
                List<String> cells = new ArrayList<>(List.of(row));
                cells.addFirst(name);
                table.row(cells.toArray(String[]::new));
                name = "";
            }
        }
        table.print(out);
    }

    private static boolean hasStress(ErrorTable errors) {
        return errors.all().stressRmse() != null;
    }

    private static List<String> header(boolean stress) {
        List<String> header = new ArrayList<>(COLUMNS);
        if (stress) {
            header.addAll(STRESS_COLUMNS);
        }
        return header;
    }

    private static List<String[]> rows(ErrorTable errors, boolean stress) {
        List<String[]> rows = new ArrayList<>();
        SortedMap<String, Errors> groups = sorted(errors);
        groups.forEach((type, group) -> rows.add(row(type, group, stress)));
        if (rows.size() != 1) {
            rows.add(row("all", errors.all(), stress));
        }
        return rows;
    }

    private static String[] row(String type, Errors errors, boolean stress) {
        List<String> cells = new ArrayList<>(List.of(
                type,
                Integer.toString(errors.structures()),
                cell(errors.energyRmse()),
                cell(errors.energyRmsePerAtom()),
                cell(errors.energyMaePerAtom()),
                cell(errors.forceRmse()),
                cell(errors.forceMae())));
        if (stress) {
            cells.add(cell(errors.stressRmse()));
            cells.add(cell(errors.stressMae()));
        }
        return cells.toArray(String[]::new);
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
        if (errors.stressRmse() != null) {
            json.put("stress_rmse_mev_per_cubic_angstrom", milli(errors.stressRmse()));
            json.put("stress_mae_mev_per_cubic_angstrom", milli(errors.stressMae()));
        }
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

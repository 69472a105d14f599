package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.regression.ParticleErrors;

/** Errors of predicted positions as a table for people and as a tree for JSON, in the unit of length of the data. */
final class ParticleReport {

    private ParticleReport() {}

    /** Prints the errors of several sets; of several networks also their spread. */
    static void print(Map<String, ParticleErrors> sets, PrintWriter out) {
        boolean several = sets.values().stream().anyMatch(errors -> errors.networks() > 1);
        List<String> header = new ArrayList<>(List.of("set", "systems", "MSE"));
        if (several) {
            header.add("spread");
        }
        Table table = new Table(1, header.toArray(String[]::new));
        sets.forEach((name, errors) -> {
            List<String> row = new ArrayList<>(List.of(name, Integer.toString(errors.systems()), number(errors.mse())));
            if (several) {
                row.add(number(errors.spread()));
            }
            table.row(row.toArray(String[]::new));
        });
        table.print(out);
    }

    /** Prints the errors of one set in full. */
    static void print(ParticleErrors errors, PrintWriter out) {
        List<String> header = new ArrayList<>(List.of("systems", "MSE", "RMSE", "MAE"));
        List<String> row = new ArrayList<>(List.of(
                Integer.toString(errors.systems()), number(errors.mse()), number(errors.rmse()), number(errors.mae())));
        if (errors.networks() > 1) {
            header.add("spread");
            row.add(number(errors.spread()));
        }
        new Table(0, header.toArray(String[]::new))
                .row(row.toArray(String[]::new))
                .print(out);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** The mean squared errors of sets, and of several networks their spread. */
    static Map<String, Object> json(Map<String, ParticleErrors> sets) {
        Map<String, Object> squares = new LinkedHashMap<>();
        Map<String, Object> spreads = new LinkedHashMap<>();
        sets.forEach((name, errors) -> {
            squares.put(name, errors.mse());
            if (errors.networks() > 1) {
                spreads.put(name, errors.spread());
            }
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mse", squares);
        if (!spreads.isEmpty()) {
            json.put("spread", spreads);
        }
        return json;
    }

    /** The errors of one set in full. */
    static Map<String, Object> json(ParticleErrors errors) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("systems", errors.systems());
        json.put("mse", errors.mse());
        json.put("rmse", errors.rmse());
        json.put("mae", errors.mae());
        if (errors.networks() > 1) {
            json.put("models", errors.networks());
            json.put("spread", errors.spread());
        }
        return json;
    }
}

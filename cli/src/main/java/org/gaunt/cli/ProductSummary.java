package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.product.Choice;
import org.gaunt.product.Interactability;
import org.gaunt.product.PathSummary;
import org.gaunt.product.ProductCost;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;

/**
 * Everything that is worth knowing of a product, for people and as JSON.
 *
 * @param answer the product
 * @param rows its paths
 */
record ProductSummary(
        ProductKind kind,
        ProductRequest.Answer answer,
        List<PathSummary> rows,
        ProductCost cost,
        int expressivity,
        Interactability interactability,
        Choice choice) {

    private static final int MOST_PATHS = 60;
    private static final int MOST_TRIPLES = 1000;

    static ProductSummary of(ProductKind kind, ProductRequest.Answer answer) {
        ProductSpec spec = answer.spec();
        return new ProductSummary(
                kind,
                answer,
                spec.paths().stream().map(spec::summary).toList(),
                spec.cost(),
                spec.expressivity(),
                spec.interactability(),
                Products.choose(spec));
    }

    void print(PrintWriter out) {
        out.println(kind.word() + " product " + answer.spec().in(0) + " x "
                + answer.spec().in(1) + " -> " + answer.spec().out());
        out.println();
        Table table = new Table(4, "x", "y", "result", "channels", "weights", "coefficients");
        rows.stream()
                .limit(MOST_PATHS)
                .forEach(r -> table.row(
                        r.inputs().get(0),
                        r.inputs().get(1),
                        r.output(),
                        r.channels(),
                        Integer.toString(r.weights()),
                        Integer.toString(r.coefficients())));
        table.print(out);
        if (rows.size() > MOST_PATHS) {
            out.println("and " + (rows.size() - MOST_PATHS) + " more paths; --json lists all");
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "cost             %d paths, %d weights, %,d coefficients, %,d multiply-adds a row from the table%n",
                cost.paths(),
                cost.weights(),
                cost.coefficients(),
                cost.multiplyAdds());
        out.printf(
                Locale.ROOT,
                "expressivity     %d (dimension of the bilinear maps reached, one channel)%n",
                expressivity);
        out.println("interactability  " + interactability);
        out.println("route            " + choice.route().name().toLowerCase(Locale.ROOT) + ": " + choice.reason());
        answer.notes().forEach(note -> out.println("note             " + note));
        if (choice.estimates().size() > 1) {
            out.println();
            Table estimates = new Table(1, "possible route", "multiply-adds a row", "estimated ns a row");
            choice.estimates()
                    .forEach(e -> estimates.row(
                            e.route().name().toLowerCase(Locale.ROOT),
                            String.format(Locale.ROOT, "%,d", e.multiplyAdds()),
                            ProgressLine.number(e.nanoseconds())));
            estimates.print(out);
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.word());
        json.put("in1", answer.spec().in(0).toString());
        json.put("in2", answer.spec().in(1).toString());
        json.put("out", answer.spec().out().toString());
        json.put("paths", rows.stream().map(ProductSummary::json).toList());
        json.put(
                "cost",
                ordered(
                        "paths", cost.paths(),
                        "weights", cost.weights(),
                        "coefficients", cost.coefficients(),
                        "multiply_adds", cost.multiplyAdds(),
                        "numbers_read", cost.read(),
                        "numbers_written", cost.written()));
        json.put("expressivity", expressivity);
        json.put(
                "interactability",
                ordered(
                        "interacting",
                        first(interactability.interacting()),
                        "missing",
                        first(interactability.missing())));
        json.put("route", choice.route().name().toLowerCase(Locale.ROOT));
        json.put("reason", choice.reason());
        json.put(
                "estimates",
                choice.estimates().stream()
                        .map(e -> ordered(
                                "route", e.route().name().toLowerCase(Locale.ROOT),
                                "multiply_adds", e.multiplyAdds(),
                                "nanoseconds", e.nanoseconds()))
                        .toList());
        json.put("notes", answer.notes());
        return json;
    }

    private static List<List<Integer>> first(List<List<Integer>> triples) {
        return triples.stream().limit(MOST_TRIPLES).collect(Collectors.toList());
    }

    private static Map<String, Object> json(PathSummary r) {
        return ordered(
                "x", r.inputs().get(0),
                "y", r.inputs().get(1),
                "result", r.output(),
                "channels", r.channels(),
                "weights", r.weights(),
                "coefficients", r.coefficients());
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int k = 0; k < pairs.length; k += 2) {
            map.put((String) pairs[k], pairs[k + 1]);
        }
        return map;
    }
}

package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.o3.Irreps;
import org.gaunt.product.Choice;
import org.gaunt.product.Interactability;
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
        List<Row> rows,
        ProductCost cost,
        int expressivity,
        Interactability interactability,
        Choice choice) {

    private static final int MOST_PATHS = 60;
    private static final int MOST_TRIPLES = 1000;

    /**
     * A path.
     *
     * @param x the term of the first input
     * @param y of the second
     * @param z of the output
     * @param channels how channel indices run, such as {@code u,v,uv->u}
     * @param weights how many it has
     * @param coefficients how many are not zero
     */
    record Row(String x, String y, String z, String channels, int weights, int coefficients) {}

    static ProductSummary of(ProductKind kind, ProductRequest.Answer answer) {
        ProductSpec spec = answer.spec();
        return new ProductSummary(
                kind,
                answer,
                spec.paths().stream().map(p -> row(answer, p)).toList(),
                spec.cost(),
                spec.expressivity(),
                spec.interactability(),
                Products.choose(spec));
    }

    private static Row row(ProductRequest.Answer answer, ProductSpec.Path path) {
        ProductSpec spec = answer.spec();
        int last = spec.operands().size() - 1;
        String[] terms = {"", "", ""};
        String result = "";
        List<String> inputs = new ArrayList<>();
        int weights = 0;
        for (ProductSpec.Factor f : path.factors()) {
            if (f.operand() == last) {
                terms[2] = answer.out().get(f.segment()).toString();
                result = f.subscripts();
                continue;
            }
            inputs.add(f.subscripts());
            if (spec.isWeight(f.operand())) {
                weights += spec.operands()
                        .get(f.operand())
                        .segments()
                        .get(f.segment())
                        .dim();
            } else {
                Irreps irreps = f.operand() == 0 ? answer.in1() : answer.in2();
                terms[f.operand()] = irreps.get(f.segment()).toString();
            }
        }
        return new Row(
                terms[0],
                terms[1],
                terms[2],
                String.join(",", inputs) + "->" + result,
                weights,
                path.coefficients().size());
    }

    void print(PrintWriter out) {
        out.println(kind.word() + " product " + answer.in1() + " x " + answer.in2() + " -> " + answer.out());
        out.println();
        Table table = new Table(4, "x", "y", "result", "channels", "weights", "coefficients");
        rows.stream()
                .limit(MOST_PATHS)
                .forEach(r -> table.row(
                        r.x(),
                        r.y(),
                        r.z(),
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
        json.put("in1", answer.in1().toString());
        json.put("in2", answer.in2().toString());
        json.put("out", answer.out().toString());
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

    private static Map<String, Object> json(Row r) {
        return ordered(
                "x", r.x(),
                "y", r.y(),
                "result", r.z(),
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

package org.gaunt.product;

import java.util.List;
import java.util.Locale;
import org.gaunt.o3.Layout;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Role;

/** The text of {@link ProductSpec#describe}. */
final class ProductDescription {
    private static final int MOST_PATHS = 100;

    private ProductDescription() {}

    static String of(ProductSpec spec) {
        StringBuilder text = new StringBuilder(spec.name()).append('\n');
        int name = longest(spec.operands().stream().map(Operand::name).toList());
        int irreps =
                longest(spec.operands().stream().map(ProductDescription::irreps).toList());
        for (Operand o : spec.operands()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-" + name + "s  %-6s  %-" + irreps + "s  %s%s%n",
                    o.name(),
                    o.role().name().toLowerCase(Locale.ROOT),
                    irreps(o),
                    PathSummary.count(o.dim(), "number"),
                    o.layout() == Layout.MUL_IR ? " in e3nn's order" : ""));
        }
        text.append(PathSummary.count(spec.paths().size(), "path")).append('\n');
        spec.paths().stream()
                .limit(MOST_PATHS)
                .forEach(p -> text.append("  ").append(spec.summary(p)).append('\n'));
        int left = spec.paths().size() - MOST_PATHS;
        if (left > 0) {
            text.append("  and ").append(left).append(" more\n");
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static String irreps(Operand o) {
        return o.role() == Role.WEIGHT ? "" : o.irreps().toString();
    }

    private static int longest(List<String> texts) {
        return Math.max(1, texts.stream().mapToInt(String::length).max().orElse(1));
    }
}

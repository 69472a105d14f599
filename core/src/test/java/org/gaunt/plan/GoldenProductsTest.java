package org.gaunt.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gaunt.autodiff.GoldenRun;
import org.gaunt.form.Backend;
import org.gaunt.golden.Golden;
import org.gaunt.golden.GoldenJson;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ClebschGordan.Instruction;
import org.gaunt.product.ClebschGordan.IrrepNormalization;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.ProductSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products against e3nn 0.5.6 (computed by its authors' library with random numbers): descriptions, coefficients, values,
 * gradients and gradients of gradients.
 */
class GoldenProductsTest {
    private static final String ROWS = "instructions [i_in1, i_in2, i_out, mode, has_weight, final coefficient]";
    private static final Golden TENSORS = Golden.read("products.safetensors");
    private static final Backend SCALAR = Backend.of("scalar");
    private static final Backend VECTOR = Backend.detect();

    record Case(String name, Map<String, @Nullable Object> json) {
        String text(String key) {
            return (String) Objects.requireNonNull(json.get(key));
        }

        Irreps irreps(String key) {
            return Irreps.parse(text(key));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> products() {
        return GoldenJson.list(GoldenJson.read("products.json").get("configurations")).stream()
                .map(GoldenJson::object)
                .filter(c -> c.containsKey("irreps_in1"))
                .map(c -> new Case((String) Objects.requireNonNull(c.get("name")), c));
    }

    /** The product as a user would describe it, from the arguments of e3nn's constructor. */
    private static ClebschGordan describe(Case c) {
        Map<String, @Nullable Object> arguments = GoldenJson.object(c.json().get("arguments"));
        List<@Nullable Object> positional = GoldenJson.list(arguments.get("positional"));
        Irreps in1 = Irreps.parse((String) Objects.requireNonNull(positional.get(0)));
        Irreps in2 = Irreps.parse((String) Objects.requireNonNull(positional.get(1)));
        List<Irrep> kept = new ArrayList<>();
        if (arguments.get("filter_ir_out") != null) {
            for (Object ir : GoldenJson.list(arguments.get("filter_ir_out"))) {
                kept.add(Irrep.parse((String) Objects.requireNonNull(ir)));
            }
        }
        ClebschGordan product = switch (c.text("kind")) {
            case "FullTensorProduct" -> ClebschGordan.full(in1, in2, ir -> kept.isEmpty() || kept.contains(ir));
            case "ElementwiseTensorProduct" ->
                ClebschGordan.elementwise(in1, in2, ir -> kept.isEmpty() || kept.contains(ir));
            case "FullyConnectedTensorProduct" -> ClebschGordan.fullyConnected(in1, in2, c.irreps("irreps_out"));
            default ->
                ClebschGordan.of(
                        in1,
                        in2,
                        c.irreps("irreps_out"),
                        GoldenJson.list(
                                        arguments.get("instructions") != null
                                                ? arguments.get("instructions")
                                                : positional.get(3))
                                .stream()
                                .map(GoldenProductsTest::instruction)
                                .toList());
        };
        product = product.with(
                arguments.get("irrep_normalization") == null
                        ? IrrepNormalization.COMPONENT
                        : IrrepNormalization.valueOf(upper(arguments.get("irrep_normalization"))),
                arguments.get("path_normalization") == null
                        ? PathNormalization.ELEMENT
                        : PathNormalization.valueOf(upper(arguments.get("path_normalization"))));
        return product.with(new ClebschGordan.Variances(
                doubles(arguments.get("in1_var")),
                doubles(arguments.get("in2_var")),
                doubles(arguments.get("out_var"))));
    }

    private static String upper(@Nullable Object text) {
        return ((String) Objects.requireNonNull(text)).toUpperCase(java.util.Locale.ROOT);
    }

    private static List<Double> doubles(@Nullable Object list) {
        return list == null
                ? List.of()
                : GoldenJson.list(list).stream()
                        .map(v -> (Double) Objects.requireNonNull(v))
                        .toList();
    }

    private static Instruction instruction(@Nullable Object json) {
        List<@Nullable Object> row = GoldenJson.list(json);
        return new Instruction(
                GoldenJson.integer(row.get(0)),
                GoldenJson.integer(row.get(1)),
                GoldenJson.integer(row.get(2)),
                ConnectionMode.parse((String) Objects.requireNonNull(row.get(3))),
                (Boolean) Objects.requireNonNull(row.get(4)),
                row.size() > 5 ? (Double) Objects.requireNonNull(row.get(5)) : 1);
    }

    @ParameterizedTest
    @MethodSource("products")
    void describedAsInE3nn(Case c) {
        ClebschGordan product = describe(c);
        assertThat(product.in1()).isEqualTo(c.irreps("irreps_in1"));
        assertThat(product.in2()).isEqualTo(c.irreps("irreps_in2"));
        assertThat(product.out()).isEqualTo(c.irreps("irreps_out"));
        assertThat(product.weightCount()).isEqualTo(GoldenJson.integer(c.json().get("weight_numel")));
        List<@Nullable Object> rows = GoldenJson.list(c.json().get(ROWS));
        assertThat(product.instructions()).hasSameSizeAs(rows);
        for (int k = 0; k < rows.size(); k++) {
            List<@Nullable Object> row = GoldenJson.list(rows.get(k));
            Instruction p = product.instructions().get(k);
            assertThat(List.of(p.in1(), p.in2(), p.out()))
                    .containsExactly(
                            GoldenJson.integer(row.get(0)),
                            GoldenJson.integer(row.get(1)),
                            GoldenJson.integer(row.get(2)));
            assertThat(p.mode()).hasToString((String) row.get(3));
            assertThat(p.weighted()).isEqualTo(row.get(4));
            assertThat(product.coefficient(k))
                    .isCloseTo((Double) row.get(5), org.assertj.core.api.Assertions.within(1e-14));
        }
        List<@Nullable Object> views = GoldenJson.list(c.json().get("weight_views"));
        assertThat(product.weightViews()).hasSameSizeAs(views);
        for (int k = 0; k < views.size(); k++) {
            Map<String, @Nullable Object> view = GoldenJson.object(views.get(k));
            assertThat(product.weightViews().get(k))
                    .isEqualTo(new ClebschGordan.WeightView(
                            GoldenJson.integer(view.get("instruction")),
                            GoldenJson.integer(view.get("offset")),
                            GoldenJson.list(view.get("shape")).stream()
                                    .map(GoldenJson::integer)
                                    .toList()));
        }
        List<Integer> zeros = new ArrayList<>();
        boolean[] reached = product.reached();
        for (int k = 0; k < reached.length; k++) {
            if (!reached[k]) {
                zeros.add(k);
            }
        }
        assertThat(zeros)
                .isEqualTo(GoldenJson.list(c.json().get("output_mask_zeros")).stream()
                        .map(GoldenJson::integer)
                        .toList());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> evaluations() {
        return products()
                .flatMap(c ->
                        Stream.of("vector", "scalar").map(p -> org.junit.jupiter.params.provider.Arguments.of(c, p)));
    }

    @ParameterizedTest
    @MethodSource("evaluations")
    void valuesAndDerivatives(Case c, String provider) {
        ClebschGordan product = describe(c).withZeros();
        ProductSpec spec = product.spec();
        boolean weights = product.weightCount() > 0;
        boolean shared = c.text("weights").equals("shared");
        ProductPlan plan = shared ? ProductPlan.withShared(spec, 2) : ProductPlan.of(spec);
        Backend backend = provider.equals("scalar") ? SCALAR : VECTOR;
        Map<String, @Nullable Irreps> operands = new LinkedHashMap<>();
        operands.put("x", product.in1());
        operands.put("y", product.in2());
        if (weights) {
            operands.put("w", null);
        }
        GoldenRun.check(
                TENSORS,
                c.name(),
                backend,
                operands,
                product.out(),
                (tape, values) -> plan.apply(tape, values[0].rows(), values));
    }
}

package org.gaunt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gaunt.form.Form;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.ProductForms;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.trilinear.CpMap;
import org.gaunt.kernel.trilinear.FourierProductMap;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.MatrixMap;
import org.gaunt.kernel.trilinear.VectorSphereMap;
import org.gaunt.product.Choice;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductStructure.Factored;
import org.gaunt.product.ProductStructure.General;
import org.gaunt.product.ProductStructure.Matrix;
import org.gaunt.product.ProductStructure.Sphere;
import org.gaunt.product.ProductStructure.VectorSphere;
import org.gaunt.product.Products;
import org.gaunt.product.Route;
import org.jspecify.annotations.Nullable;

/**
 * Plans products whose structure has a kernel of its own: x and y, each first multiplied by its weights if there are any, then the
 * kernel, then the weights of z.
 */
final class ProductRoutes {
    private static final int WITHOUT_WEIGHTS = 3;
    private static final int WITH_ONE_WEIGHT = 4;
    private static final int WITH_WEIGHTS = 6;

    /** From this degree on fast transforms need less time than the sum over waves. */
    private static final int FAST_FROM = 4;

    private ProductRoutes() {}

    /** The steps and the values of a plan; values as {@link ProductStep.Slot} orders them. */
    record Steps(List<ProductStep> steps, List<ProductStep.Slot> slots) {}

    /**
     * Plans a product by a route.
     *
     * @throws IllegalArgumentException if the product does not have the route, or its kernel cannot gather or share x, y or z
     */
    static Steps of(ProductSpec spec, List<Access> access, Route route) {
        if (route == Route.SPARSE || route == Route.GEMM) {
            ProductLowering lowering = new ProductLowering(spec, access);
            return new Steps(lowering.steps(), lowering.slots());
        }
        TrilinearMap map = map(spec, route);
        int count = spec.operands().size();
        if (map == null || !channelwise(spec)) {
            throw new IllegalArgumentException("the product " + spec.name() + " cannot be computed by way of "
                    + route.words() + "; it can by "
                    + Products.choose(spec).estimates().stream()
                            .map(Choice.Estimate::route)
                            .map(r -> r.name().toLowerCase(Locale.ROOT))
                            .toList());
        }
        for (int k : new int[] {0, 1, count - 1}) {
            if (!access.get(k).isRow()) {
                throw new IllegalArgumentException("operand "
                        + spec.operands().get(k).name() + " of " + spec.name()
                        + " is gathered or shared, which is not possible by way of " + route.words()
                        + "; gather it before the product, or take the route " + Route.SPARSE);
            }
        }
        return steps(spec, access, map);
    }

    /**
     * Whether all operands run over the same channels: x, y, z; x, y, wx, wy, wz, z; or x, y, one weight for all paths, z, where y may
     * have no channels.
     */
    private static boolean channelwise(ProductSpec spec) {
        int count = spec.operands().size();
        if (count != WITHOUT_WEIGHTS && count != WITH_ONE_WEIGHT && count != WITH_WEIGHTS) {
            return false;
        }
        List<Integer> extents = spec.operands().getFirst().segments().getFirst().extents();
        for (int k = 0; k < count; k++) {
            boolean mayLackChannels = count == WITH_ONE_WEIGHT && k == 1;
            if (!spec.operands().get(k).segments().stream()
                    .allMatch(s -> s.extents().equals(extents)
                            || (mayLackChannels && s.extents().isEmpty()))) {
                return false;
            }
        }
        return extents.size() == 1;
    }

    private static @Nullable TrilinearMap map(ProductSpec spec, Route route) {
        int channels = spec.operands().getFirst().segments().getFirst().channels();
        return switch (spec.structure()) {
            case General _ -> null;
            case Sphere s ->
                switch (route) {
                    case GRID -> new GridProductMap(s.l1(), s.l2(), s.l3(), channels);
                    case FOURIER ->
                        new FourierProductMap(s.l1(), s.l2(), s.l3(), channels, Math.min(s.l1(), s.l2()) >= FAST_FROM);
                    default -> null;
                };
            case Matrix m ->
                route == Route.MATRIX
                        ? new MatrixMap(
                                m.degree(),
                                degrees(spec, 0),
                                degrees(spec, 1),
                                degrees(spec, spec.operands().size() - 1),
                                channels)
                        : null;
            case VectorSphere v -> route == Route.GRID ? new VectorSphereMap(v.x(), v.y(), v.z(), channels) : null;
            case Factored f -> route == Route.FACTORED ? new CpMap(f.factors(), channels) : null;
        };
    }

    private static List<Integer> degrees(ProductSpec spec, int operand) {
        return spec.operands().get(operand).segments().stream()
                .map(s -> (s.components() - 1) / 2)
                .toList();
    }

    private static Steps steps(ProductSpec spec, List<Access> access, TrilinearMap map) {
        int count = spec.operands().size();
        int z = count - 1;
        List<ProductStep.Slot> slots = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            slots.add(new ProductStep.Slot(spec.operands().get(k).dim(), access.get(k), 0));
        }
        List<ProductStep> steps = new ArrayList<>();
        if (count == WITHOUT_WEIGHTS) {
            steps.add(new ProductStep.Trilinear(0, 1, z, map));
        } else if (count == WITH_ONE_WEIGHT) {
            boolean plain =
                    spec.operands().get(1).segments().getFirst().extents().isEmpty();
            int weighted = plain ? 1 : 0;
            slots.add(new ProductStep.Slot(map.components(weighted) * map.channels(), Access.row(), 1));
            steps.add(new ProductStep.Product(
                    List.of(weighted, 2), count, scaling(spec, access, weighted, 2), map.channels()));
            steps.add(new ProductStep.Trilinear(plain ? 0 : count, plain ? count : 1, z, map));
        } else {
            int x = scale(spec, access, slots, steps, 0, 2, slots.size());
            int y = scale(spec, access, slots, steps, 1, WITHOUT_WEIGHTS, slots.size());
            slots.add(new ProductStep.Slot(slots.get(z).width(), Access.row(), 1));
            int raw = slots.size() - 1;
            steps.add(new ProductStep.Trilinear(x, y, raw, map));
            steps.add(new ProductStep.Product(List.of(raw, z - 1), z, scaling(spec, access, z, z - 1), map.channels()));
        }
        slots.set(z, new ProductStep.Slot(slots.get(z).width(), access.get(z), 1));
        return new Steps(steps, List.copyOf(slots));
    }

    /** Multiplies an operand by its weights. */
    private static int scale(
            ProductSpec spec,
            List<Access> access,
            List<ProductStep.Slot> slots,
            List<ProductStep> steps,
            int operand,
            int weights,
            int into) {
        slots.add(new ProductStep.Slot(slots.get(operand).width(), Access.row(), 1));
        int channels = spec.operands().get(operand).segments().getFirst().channels();
        steps.add(new ProductStep.Product(
                List.of(operand, weights), into, scaling(spec, access, operand, weights), channels));
        return into;
    }

    /** Every component times the weight of its segment, or the weight of all, and channel. */
    private static Form scaling(ProductSpec spec, List<Access> access, int operand, int weights) {
        ProductSpec.Operand o = spec.operands().get(operand);
        ProductSpec.Operand w = spec.operands().get(weights);
        List<Integer> channels = w.segments().getFirst().extents();
        List<ProductSpec.Path> paths = new ArrayList<>();
        for (int s = 0; s < o.segments().size(); s++) {
            List<ProductSpec.Coefficient> ones = new ArrayList<>();
            for (int k = 0; k < o.segments().get(s).components(); k++) {
                ones.add(new ProductSpec.Coefficient(List.of(k, 0, k), 1));
            }
            String letters = o.segments().get(s).extents().isEmpty() ? "" : "u";
            paths.add(new ProductSpec.Path(
                    List.of(
                            new ProductSpec.Factor(0, s, letters),
                            new ProductSpec.Factor(1, w.segments().size() == 1 ? 0 : s, "u"),
                            new ProductSpec.Factor(2, s, "u")),
                    ones));
        }
        ProductSpec.Operand result = new ProductSpec.Operand(
                "scaled " + o.name(),
                o.segments().stream()
                        .map(s -> new ProductSpec.Segment(s.components(), channels))
                        .toList());
        ProductSpec scaled = new ProductSpec("weights of " + o.name(), List.of(o, w, result), paths);
        return ProductForms.of(scaled, List.of(Access.row(), access.get(weights), Access.row()));
    }
}

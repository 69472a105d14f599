package org.gaunt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gaunt.form.Form;
import org.gaunt.form.MultilinearForm;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.trilinear.CpMap;
import org.gaunt.kernel.trilinear.FourierProductMap;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.MatrixMap;
import org.gaunt.kernel.trilinear.VectorSphereMap;
import org.gaunt.product.Choice;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Role;
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
    private static final List<Role> WITHOUT_WEIGHTS = List.of(Role.INPUT, Role.INPUT, Role.OUTPUT);
    private static final List<Role> WITH_ONE_WEIGHT = List.of(Role.INPUT, Role.INPUT, Role.WEIGHT, Role.OUTPUT);
    private static final List<Role> WITH_WEIGHTS =
            List.of(Role.INPUT, Role.INPUT, Role.WEIGHT, Role.WEIGHT, Role.WEIGHT, Role.OUTPUT);

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
     * Whether all operands run over the same channels: two inputs and no weights; weights of each of them and of the result; or one
     * weight for all paths, where the second input may have no channels.
     */
    private static boolean channelwise(ProductSpec spec) {
        List<Role> roles =
                spec.operands().stream().map(ProductSpec.Operand::role).toList();
        if (!roles.equals(WITHOUT_WEIGHTS) && !roles.equals(WITH_ONE_WEIGHT) && !roles.equals(WITH_WEIGHTS)) {
            return false;
        }
        List<Integer> extents = spec.output().segments().getFirst().extents();
        for (int k = 0; k < roles.size(); k++) {
            boolean mayLackChannels = roles.equals(WITH_ONE_WEIGHT) && k == 1;
            if (!spec.operands().get(k).segments().stream()
                    .allMatch(s -> s.extents().equals(extents)
                            || (mayLackChannels && s.extents().isEmpty()))) {
                return false;
            }
        }
        return extents.size() == 1;
    }

    private static @Nullable TrilinearMap map(ProductSpec spec, Route route) {
        int channels = spec.output().segments().getFirst().channels();
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
                                spec.inputs().get(0).degrees(),
                                spec.inputs().get(1).degrees(),
                                spec.output().degrees(),
                                channels)
                        : null;
            case VectorSphere v -> route == Route.GRID ? new VectorSphereMap(v.x(), v.y(), v.z(), channels) : null;
            case Factored f -> route == Route.FACTORED ? new CpMap(f.factors(), channels) : null;
        };
    }

    private static Steps steps(ProductSpec spec, List<Access> access, TrilinearMap map) {
        int count = spec.operands().size();
        int z = count - 1;
        List<ProductStep.Slot> slots = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            slots.add(new ProductStep.Slot(spec.operands().get(k).dim(), access.get(k), 0));
        }
        List<ProductStep> steps = new ArrayList<>();
        if (spec.weights().isEmpty()) {
            steps.add(new ProductStep.Trilinear(0, 1, z, map));
        } else if (spec.weights().size() == 1) {
            boolean plain =
                    spec.operands().get(1).segments().getFirst().extents().isEmpty();
            int weighted = plain ? 1 : 0;
            slots.add(new ProductStep.Slot(map.components(weighted) * map.channels(), Access.row(), 1));
            steps.add(new ProductStep.Product(
                    List.of(weighted, 2), count, scaling(spec, access, weighted, 2), map.channels()));
            steps.add(new ProductStep.Trilinear(plain ? 0 : count, plain ? count : 1, z, map));
        } else {
            int x = scale(spec, access, slots, steps, 0, 2, slots.size());
            int y = scale(spec, access, slots, steps, 1, 3, slots.size());
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
        boolean channels = !o.segments().getFirst().extents().isEmpty();
        List<Operand> operands = List.of(
                new Operand(o.name(), o.components(), channels, Access.row()),
                new Operand(w.name(), w.components(), true, access.get(weights)),
                new Operand("scaled " + o.name(), o.components(), true, Access.row()));
        List<MultilinearForm.Term> terms = new ArrayList<>();
        for (int s = 0; s < o.segments().size(); s++) {
            int first = o.firstComponent(s);
            int count = o.segments().get(s).components();
            List<ProductSpec.Coefficient> ones = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                ones.add(new ProductSpec.Coefficient(List.of(k, 0, k), 1));
            }
            terms.add(new MultilinearForm.Term(
                    List.of(
                            new MultilinearForm.Block(0, first, count),
                            new MultilinearForm.Block(1, w.segments().size() == 1 ? 0 : s, 1),
                            new MultilinearForm.Block(2, first, count)),
                    ones));
        }
        return new MultilinearForm("weights of " + o.name(), operands, terms).form();
    }
}

package org.gaunt.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Layout;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.Route;
import org.jspecify.annotations.Nullable;

/**
 * How a product is computed: the steps that a {@link Tape} takes, made once for a product and used for any number of rows.
 *
 * <p>Every product whose coefficients are listed can be planned from its table; those with more structure have other routes as well,
 * and {@link #chosen} takes the cheapest. From the table, sums over channels that weights run over become matrix products;
 * what is left has one channel index and becomes generated code ({@link org.gaunt.form.Form}). Since the tape knows the
 * derivatives of every step, a product has derivatives of every order.
 *
 * <p>Rows are laid out as the spec says; those in e3nn's order are converted before the first and after the last step.
 *
 * <p>Immutable and safe for use by several threads; compiled code belongs to the {@link Backend} of the tape and is found there by
 * the identity of the plan, so keep the plan.
 */
public final class ProductPlan {
    private final ProductSpec spec;
    private final List<Access> access;
    private final List<ProductStep> steps;
    private final List<ProductStep.Slot> slots;
    private final List<Optional<ColumnMap>> borders;

    private ProductPlan(
            ProductSpec spec,
            List<Access> access,
            List<ProductStep> steps,
            List<ProductStep.Slot> slots,
            List<Optional<ColumnMap>> borders) {
        this.spec = spec;
        this.access = access;
        this.steps = steps;
        this.slots = slots;
        this.borders = List.copyOf(borders);
    }

    /** Plans a product whose operands all have a row of their own for each row of the result. */
    public static ProductPlan of(ProductSpec spec) {
        return of(spec, Collections.nCopies(spec.operands().size(), Access.row()));
    }

    /** Plans a product whose weights, if it has any, are shared by all rows. */
    public static ProductPlan withSharedWeights(ProductSpec spec) {
        return of(
                spec,
                spec.operands().stream()
                        .map(o -> o.role() == ProductSpec.Role.WEIGHT ? Access.shared() : Access.row())
                        .toList());
    }

    /**
     * Plans a product.
     *
     * @param access for each operand, the result included, which row it takes: its own, the only one, or a gathered one; a result
     *     that is gathered is summed over the rows that name it
     * @throws IllegalArgumentException if the product and the access disagree
     */
    public static ProductPlan of(ProductSpec spec, List<Access> access) {
        return of(spec, access, Route.SPARSE);
    }

    /** Plans a product by its cheapest route, {@link Products#choose}; every operand has its own rows. */
    public static ProductPlan chosen(ProductSpec spec) {
        return of(
                spec,
                Collections.nCopies(spec.operands().size(), Access.row()),
                Products.choose(spec).route());
    }

    /**
     * Plans a product by a given route.
     *
     * @param access as {@link #of(ProductSpec, List)}; routes other than the table need own rows for the inputs and the result,
     *     while weights may be shared
     * @throws IllegalArgumentException if the product does not have the route, or not with this access
     */
    public static ProductPlan of(ProductSpec spec, List<Access> access, Route route) {
        if (access.size() != spec.operands().size()) {
            throw new IllegalArgumentException(spec + " has " + spec.operands().size()
                    + " operands, the result included, but the access of " + access.size() + " was given");
        }
        ProductRoutes.Steps planned = ProductRoutes.of(spec.withLayout(Layout.IR_MUL), access, route);
        List<Optional<ColumnMap>> borders = new ArrayList<>();
        for (ProductSpec.Operand o : spec.operands()) {
            borders.add(border(o));
        }
        return new ProductPlan(spec, List.copyOf(access), planned.steps(), planned.slots(), borders);
    }

    /** The change between the layout of an operand and that of the library, towards the inside; empty where they are the same. */
    private static Optional<ColumnMap> border(ProductSpec.Operand o) {
        Layout from = o.role() == ProductSpec.Role.OUTPUT ? Layout.IR_MUL : o.layout();
        Layout to = o.role() == ProductSpec.Role.OUTPUT ? o.layout() : Layout.IR_MUL;
        ColumnMap map = ColumnMap.of(o.dim(), from.orderTo(to, o.irreps()));
        return map.isIdentity() ? Optional.empty() : Optional.of(map);
    }

    /** What is computed. */
    public ProductSpec spec() {
        return spec;
    }

    /**
     * Evaluates the product where every operand has its own row, or one row for all.
     *
     * @param rows the number of rows, from 0
     * @param operands all operands but the result, [row][number of the operand]
     * @return [row][number of the result]
     */
    public Var apply(Tape tape, int rows, Var... operands) {
        return apply(tape, Rows.of(rows), operands);
    }

    /**
     * Evaluates the product.
     *
     * @param rows the rows, and the index arrays of gathered operands
     * @param operands all operands but the result, [row][number of the operand]
     * @return the result: [row][number], or [gathered row][number] where it is gathered
     * @throws IllegalArgumentException if an operand is missing or has another shape, if precisions differ, or if an operand that
     *     all rows share, such as weights, is not finite
     */
    public Var apply(Tape tape, Rows rows, Var... operands) {
        int count = spec.operands().size() - 1;
        if (operands.length != count) {
            throw new IllegalArgumentException(spec + " has the operands "
                    + spec.operands().subList(0, count).stream()
                            .map(ProductSpec.Operand::name)
                            .toList()
                    + ", but " + operands.length + " were given");
        }
        for (int k = 0; k < count; k++) {
            ProductSpec.Operand o = spec.operands().get(k);
            int expected = ProductStep.rowsOf(access.get(k), rows);
            if (operands[k].rows() != expected || operands[k].width() != o.dim()) {
                throw new IllegalArgumentException("operand " + o.name() + " of " + spec + " has "
                        + operands[k].rows() + " rows of " + operands[k].width() + " numbers, but " + expected
                        + " rows of " + o.dim() + " belong to it");
            }
            if (operands[k].precision() != operands[0].precision()) {
                throw new IllegalArgumentException("operand " + o.name() + " of " + spec + " is "
                        + operands[k].precision() + ", but "
                        + spec.operands().getFirst().name() + " is "
                        + operands[0].precision() + ": cast one of them");
            }
            if (access.get(k).isShared()) {
                checkFinite(o, operands[k]);
            }
        }
        @Nullable Var[] values = new @Nullable Var[slots.size()];
        for (int k = 0; k < count; k++) {
            values[k] = convert(tape, k, operands[k]);
        }
        ProductStep.Context context = new ProductStep.Context(tape, rows, values, slots, List.of(operands));
        for (ProductStep step : steps) {
            step.run(context);
        }
        return convert(tape, count, context.value(count));
    }

    private Var convert(Tape tape, int operand, Var v) {
        Optional<ColumnMap> border = borders.get(operand);
        return border.isEmpty() ? v : tape.columns(border.get(), v);
    }

    /** One bad weight spoils every row; operands of rows are not searched, which would take as long as some products. */
    private void checkFinite(ProductSpec.Operand operand, Var v) {
        int bad = v.firstNotFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "number " + bad + " of operand " + operand.name() + " of " + spec + " is "
                            + v.toDoubles()[bad] + ": all " + v.length()
                            + " must be finite; were they read from a damaged file, or was a learning rate too high?");
        }
    }

    /** The steps in order. */
    @Override
    public String toString() {
        return spec + ": " + steps.stream().map(ProductStep::toString).collect(Collectors.joining("; "));
    }
}

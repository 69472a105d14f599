package org.gaunt.form;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.MultilinearForm.Block;
import org.gaunt.form.MultilinearForm.Term;
import org.gaunt.o3.Layout;
import org.gaunt.product.ProductSpec;

/** Turns products whose operands share one channel index, or have none, into forms. */
public final class ProductForms {
    private ProductForms() {}

    /**
     * The form of a product, {@link MultilinearForm#form}.
     *
     * @param access for each operand which row it takes; operands keep their order
     * @throws IllegalArgumentException as {@link #multilinear}
     */
    public static Form of(ProductSpec spec, List<Operand.Access> access) {
        return multilinear(spec, access).form();
    }

    /**
     * The coefficients of a product as those of a form.
     *
     * @param access for each operand which row it takes; operands keep their order
     * @throws IllegalArgumentException if an operand has more than one channel index, a path selects channels, or rows are not laid
     *     out [component][channel]
     */
    public static MultilinearForm multilinear(ProductSpec spec, List<Operand.Access> access) {
        List<Operand> operands = new ArrayList<>();
        for (int k = 0; k < spec.operands().size(); k++) {
            ProductSpec.Operand o = spec.operands().get(k);
            if (o.layout() != Layout.IR_MUL) {
                throw new IllegalArgumentException("a form reads rows laid out [component][channel], but operand "
                        + o.name() + " of " + spec + " is in e3nn's order; call withLayout(Layout.IR_MUL) and convert"
                        + " its rows, or evaluate it by a ProductPlan");
            }
            boolean channels = !o.segments().getFirst().extents().isEmpty();
            for (ProductSpec.Segment s : o.segments()) {
                if (s.extents().size() > 1 || s.extents().isEmpty() == channels) {
                    throw new IllegalArgumentException("operand " + o.name() + " of " + spec
                            + " must have one channel index in all segments, or none");
                }
            }
            operands.add(new Operand(o.name(), o.components(), channels, access.get(k)));
        }
        List<Term> terms = new ArrayList<>();
        for (ProductSpec.Path path : spec.paths()) {
            List<Block> factors = new ArrayList<>();
            for (ProductSpec.Factor f : path.factors()) {
                if (!f.selection().isEmpty()) {
                    throw new IllegalArgumentException(
                            spec + " selects channels in " + f + ", which a form cannot: evaluate it by a ProductPlan");
                }
                int first = spec.operands().get(f.operand()).firstComponent(f.segment());
                factors.add(new Block(f.operand(), first, spec.segment(f).components()));
            }
            terms.add(new Term(factors, path.coefficients()));
        }
        return new MultilinearForm(spec.name(), operands, terms);
    }
}

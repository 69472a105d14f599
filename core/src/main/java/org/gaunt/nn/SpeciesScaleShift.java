package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A trained factor and a trained shift of a number of each atom, by element (NequIP's {@code PerSpeciesScaleShift}), in double
 * precision. Weights: {@code scales}, which start at one, and {@code shifts}, which start at zero and may be left out.
 */
public final class SpeciesScaleShift implements Weighted {
    private final Weight scales;
    private final @Nullable Weight shifts;
    private final int elements;
    private final Form scaled = Form.of(
            "scale by element",
            List.of(
                    new Operand("energy", 1, false, Access.row()),
                    new Operand("scale", 1, false, Access.gather(0)),
                    new Operand("result", 1, false, Access.row())),
            g -> g.mul(g.input(2, 0), g.mul(g.input(0, 0), g.input(1, 0))));
    private final Form form = Form.of(
            "scale and shift by element",
            List.of(
                    new Operand("energy", 1, false, Access.row()),
                    new Operand("scale", 1, false, Access.gather(0)),
                    new Operand("shift", 1, false, Access.gather(0)),
                    new Operand("result", 1, false, Access.row())),
            g -> g.mul(g.input(3, 0), g.add(g.mul(g.input(0, 0), g.input(1, 0)), g.input(2, 0))));

    /** A layer with weights of its own. */
    public SpeciesScaleShift(int elements) {
        Scope root = Scope.root();
        this(root, elements);
        root.build(0);
    }

    /** A layer with weights in a scope. */
    public SpeciesScaleShift(Scope scope, int elements) {
        this(scope, elements, true);
    }

    /**
     * A layer with weights in a scope.
     *
     * @param shifted whether there are shifts; atoms without neighbours would have them as well
     */
    public SpeciesScaleShift(Scope scope, int elements, boolean shifted) {
        this.elements = elements;
        scales = scope.weight(
                "scales",
                Weight.Declaration.of(Initializer.constant(1), elements).withRows(elements));
        shifts = shifted
                ? scope.weight(
                        "shifts",
                        Weight.Declaration.of(Initializer.ZERO, elements).withRows(elements))
                : null;
    }

    @Override
    public List<Weight> weights() {
        return shifts == null ? List.of(scales) : List.of(scales, shifts);
    }

    /**
     * Scales and shifts numbers.
     *
     * @param x one number for each atom, of any precision
     * @param species the element of each atom, from 0
     * @return double precision [atoms, 1]
     */
    public Var apply(Var x, int[] species) {
        if (x.width() != 1 || species.length < x.rows()) {
            throw new IllegalArgumentException("scale and shift by element: " + x + " and " + species.length
                    + " elements; give one number an atom");
        }
        Tape tape = x.tape();
        Rows rows = Rows.of(x.rows(), species, elements);
        Var number = x.cast(Precision.FLOAT64);
        Var factor = scales.on(tape).cast(Precision.FLOAT64);
        if (shifts == null) {
            return tape.form(scaled, 1, rows, new @Nullable Var[] {number, factor, null}, 2)[0];
        }
        Var shift = shifts.on(tape).cast(Precision.FLOAT64);
        return tape.form(form, 1, rows, new @Nullable Var[] {number, factor, shift, null}, 3)[0];
    }
}

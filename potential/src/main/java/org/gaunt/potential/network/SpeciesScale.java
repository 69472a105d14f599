package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.data.IsolatedLimit;
import org.jspecify.annotations.Nullable;

/**
 * A trained factor and a trained shift of the atoms' energies for each element (NequIP's {@code PerSpeciesScaleShift}), in double
 * precision. Factors start at one and shifts at zero, since the common scale, shift and isolated energies are {@link ModelData}.
 * With {@link IsolatedLimit#EXACT} there are no shifts: atoms without neighbours would have them as well.
 */
public final class SpeciesScale {
    /** The name of the factors [elements]. */
    public static final String SCALES = "per_species_rescale.scales";

    /** The name of the shifts [elements], in units of the model's scale. */
    public static final String SHIFTS = "per_species_rescale.shifts";

    private final boolean shifted;
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

    /** Factors and shifts, or factors alone, as the energy of atoms without neighbours wants it. */
    public SpeciesScale(IsolatedLimit limit) {
        shifted = limit == IsolatedLimit.FREE;
    }

    /** Declares the weights. */
    public void declare(Parameters.Builder parameters, int elements) {
        parameters.add(SCALES, false, Initializer.constant(1), elements);
        if (shifted) {
            parameters.add(SHIFTS, false, Initializer.ZERO, elements);
        }
    }

    /**
     * Scales and shifts energies.
     *
     * @param energies of the atoms [atoms, 1], any precision
     * @param elements how many the model knows
     * @return double precision [atoms, 1]
     */
    public Var apply(NetworkInput in, Var energies, int elements) {
        Tape tape = in.tape();
        Rows rows = Rows.of(energies.rows(), in.batch().species(), elements);
        Var plain = tape.cast(energies, Precision.FLOAT64);
        Var scales = tape.cast(in.weight(SCALES, elements), Precision.FLOAT64);
        if (!shifted) {
            @Nullable Var[] operands = {plain, scales, null};
            return tape.form(scaled, 1, rows, operands, 2)[0];
        }
        Var shifts = tape.cast(in.weight(SHIFTS, elements), Precision.FLOAT64);
        @Nullable Var[] operands = {plain, scales, shifts, null};
        return tape.form(form, 1, rows, operands, 3)[0];
    }
}

package org.gaunt.sim.opt;

import java.util.Objects;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * What an optimiser moves: the positions of the atoms and, where the cell moves, the logarithm of its deformation.
 *
 * <p>The cell is deformed by F = exp(U/n) with U symmetric and n atoms, cell = cell₀ Fᵀ, positions = s Fᵀ (rows are vectors); the coordinates
 * are s and U. The force on s is f F, that on U minus the derivative of energy + pressure · volume, exactly, by the derivative of the
 * exponential. The division by n makes steps of the cell as long as those of atoms (as in ASE's FrechetCellFilter).
 */
final class Coordinates {
    private final Structure start;
    private final CellMotion motion;
    private final double pressure;
    private final Set<Integer> fixed;
    private final int atoms;
    private final double[] values;

    /**
     * Starts from a structure.
     *
     * @param fixed atoms that stay where they are, from 0 on; they move with the cell
     */
    Coordinates(Structure start, RelaxSettings settings, Set<Integer> fixed) {
        this.start = start;
        this.motion = settings.cell();
        this.pressure = settings.pressure() * Units.GPA;
        this.fixed = fixed;
        this.atoms = start.size();
        this.values = new double[3 * atoms + (motion == CellMotion.NONE ? 0 : 9)];
        System.arraycopy(start.positions(), 0, values, 0, 3 * atoms);
    }

    double[] values() {
        return values;
    }

    void move(double[] step) {
        for (int i = 0; i < values.length; i++) {
            values[i] += step[i];
        }
    }

    private double[] logarithm() {
        double[] u = new double[9];
        for (int i = 0; i < 9; i++) {
            u[i] = values[3 * atoms + i] / atoms;
        }
        return u;
    }

    /** The structure at these coordinates. */
    Structure structure() {
        double[] positions = new double[3 * atoms];
        System.arraycopy(values, 0, positions, 0, positions.length);
        if (motion == CellMotion.NONE) {
            return start.withPositions(positions);
        }
        double[] f = Matrix3.exp(logarithm(), 3);
        Cell cell = Objects.requireNonNull(start.cell());
        return start.toBuilder()
                .cell(Cell.of(deformed(cell.toArray(), f)))
                .build()
                .withPositions(deformed(positions, f));
    }

    /** Rows times the transpose of a matrix. */
    private static double[] deformed(double[] rows, double[] f) {
        double[] result = new double[rows.length];
        for (int row = 0; row < rows.length; row += 3) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    result[row + i] += f[3 * i + j] * rows[row + j];
                }
            }
        }
        return result;
    }

    /** The forces on the coordinates. */
    double[] forces(Structure here, Prediction prediction) {
        double[] result = new double[values.length];
        double[] f = prediction.forces();
        if (motion == CellMotion.NONE) {
            System.arraycopy(f, 0, result, 0, f.length);
        } else {
            double[] deformation = Matrix3.exp(logarithm(), 3);
            double[] back = deformed(f, Matrix3.transposed(deformation, 3));
            System.arraycopy(back, 0, result, 0, back.length);
            double[] onCell = onCell(deformation, here.cell(), prediction.stress());
            System.arraycopy(onCell, 0, result, 3 * atoms, 9);
        }
        for (int atom : fixed) {
            for (int k = 0; k < 3; k++) {
                result[3 * atom + k] = 0;
            }
        }
        return result;
    }

    private double[] onCell(double[] deformation, @Nullable Cell cell, double[] stress) {
        double volume = Objects.requireNonNull(cell).volume();
        double[] g = new double[9];
        for (int i = 0; i < 9; i++) {
            g[i] = -volume * (stress[i] + (i % 4 == 0 ? pressure : 0));
        }
        // by F: V (stress + p) F^-T; by U: the adjoint of the exponential's derivative
        double[] byF = Matrix3.multiply(g, Matrix3.transposed(Matrix3.inverse(deformation), 3), 3);
        double[] byU = Matrix3.expDerivative(Matrix3.transposed(logarithm(), 3), byF);
        double trace = (byU[0] + byU[4] + byU[8]) / 3;
        double[] result = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double symmetric = (byU[3 * i + j] + byU[3 * j + i]) / 2;
                double mean = i == j ? trace : 0;
                result[3 * i + j] = switch (motion) {
                            case NONE -> 0;
                            case HYDROSTATIC -> mean;
                            case SHAPE -> symmetric - mean;
                            case FULL -> symmetric;
                        }
                        / atoms;
            }
        }
        return result;
    }
}

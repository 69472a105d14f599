package org.gaunt.testkit;

import java.util.function.DoubleFunction;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;

/** Derivatives of an energy by central differences of fourth order. */
final class DifferenceQuotients {

    /** Displacement in Å. */
    static final double STEP = 1e-3;
    /** Strain. */
    static final double STRAIN = 1e-4;

    private DifferenceQuotients() {}

    /** Minus the derivatives by the positions, eV/Å [3 * atoms]. */
    static double[] forces(EnergyFunction function, Structure structure) {
        double[] forces = new double[3 * structure.size()];
        for (int i = 0; i < forces.length; i++) {
            int coordinate = i;
            forces[i] = -derivative(function, h -> Transforms.displaced(structure, coordinate, h), STEP);
        }
        return forces;
    }

    /** The derivatives by symmetric strain over the volume, eV/Å³ [9]. */
    static double[] stress(EnergyFunction function, Structure structure, Cell cell) {
        double[] stress = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int row = i;
                int column = j;
                DoubleFunction<Structure> strained = h -> {
                    double[][] matrix = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
                    matrix[row][column] += h / 2;
                    matrix[column][row] += h / 2;
                    return Transforms.mapped(structure, matrix);
                };
                stress[3 * i + j] = derivative(function, strained, STRAIN) / cell.volume();
            }
        }
        return stress;
    }

    private static double derivative(EnergyFunction function, DoubleFunction<Structure> deformed, double h) {
        double near = function.evaluate(deformed.apply(h)).energy()
                - function.evaluate(deformed.apply(-h)).energy();
        double far = function.evaluate(deformed.apply(2 * h)).energy()
                - function.evaluate(deformed.apply(-2 * h)).energy();
        return (8 * near - far) / (12 * h);
    }
}

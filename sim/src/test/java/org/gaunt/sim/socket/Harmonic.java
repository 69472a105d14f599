package org.gaunt.sim.socket;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/** Every atom in a well at the origin, and an energy of the cell that makes the stress unsymmetric enough to show a wrong order. */
record Harmonic(double strength) implements Potential {
    private static final double[] STRESS = {0.1, 0.01, 0.02, 0.01, 0.2, 0.03, 0.02, 0.03, 0.3};

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> predictions = new ArrayList<>();
        for (Structure s : structures) {
            double[] forces = s.positions();
            double[] energies = new double[s.size()];
            double energy = 0;
            for (int i = 0; i < forces.length; i++) {
                double part = strength / 2 * forces[i] * forces[i];
                energies[i / 3] += part;
                energy += part;
                forces[i] *= -strength;
            }
            Cell cell = s.cell();
            if (cell != null) {
                energy += cell.get(1, 0); // which vector a number of the cell belongs to
            }
            double[] stress = null;
            if (what == Derivatives.STRESS) {
                stress = STRESS.clone();
                for (int i = 0; i < 9; i++) {
                    stress[i] *= strength;
                }
            }
            predictions.add(new Prediction(energy, energies, forces, stress));
        }
        return predictions;
    }
}

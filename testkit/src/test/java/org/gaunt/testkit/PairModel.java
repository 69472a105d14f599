package org.gaunt.testkit;

import org.gaunt.atoms.Cell;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;

/** A pair potential in closed form, (1 - r/c)^n Z Z', with every derivative. */
record PairModel(double cutoff, int power) implements EnergyFunction {

    @Override
    public Result evaluate(Structure structure) {
        NeighborList edges = NeighborList.build(structure, cutoff);
        double energy = 0;
        double[] forces = new double[3 * structure.size()];
        double[] virial = new double[9];
        int[] sender = edges.sender();
        int[] receiver = edges.receiver();
        double[] shift = edges.shift();
        for (int e = 0; e < sender.length; e++) {
            int s = sender[e];
            int r = receiver[e];
            double[] d = new double[3];
            for (int k = 0; k < 3; k++) {
                d[k] = structure.position(r, k) - structure.position(s, k) + shift[3 * e + k];
            }
            double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
            double charge = 0.005 * structure.number(s) * structure.number(r);
            double x = 1 - length / cutoff;
            energy += charge * Math.pow(x, power);
            double slope = -charge * power / cutoff * Math.pow(x, power - 1);
            for (int k = 0; k < 3; k++) {
                forces[3 * r + k] -= slope * d[k] / length;
                forces[3 * s + k] += slope * d[k] / length;
                for (int l = 0; l < 3; l++) {
                    virial[3 * k + l] += slope * d[k] * d[l] / length;
                }
            }
        }
        Cell cell = structure.cell();
        if (cell == null) {
            return new Result(energy, forces);
        }
        for (int k = 0; k < 9; k++) {
            virial[k] /= cell.volume();
        }
        return new Result(energy, forces, virial);
    }
}

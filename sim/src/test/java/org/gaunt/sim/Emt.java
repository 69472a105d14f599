package org.gaunt.sim;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Copper by effective medium theory (Jacobsen, Stoltze, Nørskov, Surf. Sci. 366, 394 (1996)), with the cut-off and the constants of ASE's
 * {@code EMT}.
 */
public final class Emt implements Potential {
    private static final double BETA = 1.809;
    private static final double E0 = -3.51;
    private static final double S0 = 2.67 * Units.BOHR;
    private static final double V0 = 2.476;
    private static final double ETA = 1.652 / Units.BOHR;
    private static final double KAPPA = 2.740 / Units.BOHR;
    private static final double LAMBDA = 1.906 / Units.BOHR;
    /** By the largest atom of ASE's table, silver. */
    private static final double RC = BETA * 3.01 * Units.BOHR * 0.5 * (Math.sqrt(3) + 2);

    private static final double SLOPE = Math.log(9999) / (RC * 4 / (Math.sqrt(3) + 2) - RC);
    private static final double CUTOFF = RC + 0.5;
    private static final double GAMMA1 = gamma(ETA);
    private static final double GAMMA2 = gamma(KAPPA / BETA);

    private static double gamma(double decay) {
        double sum = 0;
        int[] neighbors = {12, 6, 24};
        for (int shell = 0; shell < 3; shell++) {
            double r = S0 * BETA * Math.sqrt(shell + 1);
            sum += neighbors[shell] / (12 * (1 + Math.exp(SLOPE * (r - RC)))) * Math.exp(-decay * (r - BETA * S0));
        }
        return sum;
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> predictions = new ArrayList<>();
        structures.forEach(s -> predictions.add(of(s, what)));
        return predictions;
    }

    private static Prediction of(Structure s, Derivatives what) {
        NeighborList list = NeighborList.build(s, CUTOFF);
        double[] vectors = list.vectors(s);
        int n = s.size();
        double[] sigma = new double[n];
        double[] energies = new double[n];
        double[] bySigma = new double[list.edges()];
        double[] byPair = new double[list.edges()];
        for (int e = 0; e < list.edges(); e++) {
            double r = length(vectors, e);
            double theta = 1 / (1 + Math.exp(SLOPE * (r - RC)));
            double thetaSlope = -SLOPE * theta * (1 - theta);
            double density = Math.exp(-ETA * (r - BETA * S0)) / GAMMA1;
            double pair = 0.5 * V0 * Math.exp(-KAPPA * (r / BETA - S0)) / GAMMA2;
            sigma[list.receiver()[e]] += density * theta;
            energies[list.receiver()[e]] -= pair * theta;
            bySigma[e] = density * (thetaSlope - ETA * theta);
            byPair[e] = -pair * (thetaSlope - KAPPA / BETA * theta);
        }
        double[] embedding = new double[n];
        double energy = 0;
        for (int i = 0; i < n; i++) {
            double ds = -Math.log(sigma[i] / 12) / (BETA * ETA);
            double x = LAMBDA * ds;
            double y = Math.exp(-x);
            double z = 6 * V0 * Math.exp(-KAPPA * ds);
            energies[i] += E0 * ((1 + x) * y - 1) + z;
            embedding[i] = (E0 * LAMBDA * -x * y - KAPPA * z) * (-1 / (BETA * ETA * sigma[i]));
            energy += energies[i];
        }
        double[] forces = new double[3 * n];
        double[] stress = new double[9];
        Cell cell = s.cell();
        for (int e = 0; e < list.edges(); e++) {
            double r = length(vectors, e);
            double slope = (embedding[list.receiver()[e]] * bySigma[e] + byPair[e]) / r;
            for (int k = 0; k < 3; k++) {
                double f = slope * vectors[3 * e + k];
                forces[3 * list.receiver()[e] + k] -= f;
                forces[3 * list.sender()[e] + k] += f;
                for (int m = 0; m < 3 && cell != null; m++) {
                    stress[3 * k + m] += f * vectors[3 * e + m] / cell.volume();
                }
            }
        }
        return new Prediction(energy, energies, forces, what.stress() && s.isFullyPeriodic() ? stress : null);
    }

    private static double length(double[] vectors, int e) {
        return Math.sqrt(vectors[3 * e] * vectors[3 * e]
                + vectors[3 * e + 1] * vectors[3 * e + 1]
                + vectors[3 * e + 2] * vectors[3 * e + 2]);
    }

    /** The primitive cell of fcc with an edge of the cube, Å. */
    public static Structure primitive(double edge) {
        double h = edge / 2;
        return Structure.builder(new int[] {29}, new double[3])
                .cell(Cell.of(0, h, h, h, 0, h, h, h, 0))
                .pbc(true, true, true)
                .build();
    }

    /** The cubic cell of fcc. */
    public static Structure cubic(double edge) {
        double h = edge / 2;
        return Structure.builder(new int[] {29, 29, 29, 29}, new double[] {0, 0, 0, 0, h, h, h, 0, h, h, h, 0})
                .cell(Cell.box(edge, edge, edge))
                .pbc(true, true, true)
                .build();
    }
}

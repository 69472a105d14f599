package org.gaunt.potential.network;

import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Element;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.nn.DistanceForms;
import org.gaunt.potential.data.GraphBatch;

/**
 * The repulsion of nuclei that come close, without weights (Ziegler, Biersack and Littmark 1985; {@link
 * DistanceForms#nuclearRepulsion}): it keeps atoms apart where a model has seen no data. It ends at the sum of the covalent radii.
 */
public final class PairRepulsion {
    private final double[] charges;
    private final double[] radii;
    private final Form form;

    /**
     * Prepares the repulsion.
     *
     * @param atomicNumbers the model's elements
     * @param power exponent of the cut-off polynomial
     */
    public PairRepulsion(List<Integer> atomicNumbers, int power) {
        charges = atomicNumbers.stream().mapToDouble(z -> z).toArray();
        radii = atomicNumbers.stream()
                .mapToDouble(z -> Element.of(z).covalentRadius())
                .toArray();
        form = DistanceForms.nuclearRepulsion(power);
    }

    /** The share of each atom in the repulsion, eV; double precision [atoms, 1]. */
    public Var energies(NetworkInput in) {
        GraphBatch batch = in.batch();
        double[] distances = in.distancesOfPairs();
        int[] close = new int[batch.edges()];
        double[] constants = new double[3 * close.length];
        int count = 0;
        for (int e = 0; e < batch.edges(); e++) {
            int a = batch.species()[batch.sender()[e]];
            int b = batch.species()[batch.receiver()[e]];
            double end = radii[a] + radii[b];
            if (distances[batch.pairOfEdge()[e]] < end) {
                constants[3 * count] = charges[a] * charges[b];
                constants[3 * count + 1] = (Math.pow(charges[a], 0.3) + Math.pow(charges[b], 0.3)) / (0.4543 * 0.529);
                constants[3 * count + 2] = 1 / end;
                close[count++] = e;
            }
        }
        return in.ofEdges(form, Arrays.copyOf(close, count), Arrays.copyOf(constants, 3 * count));
    }
}

package org.gaunt.potential.eval;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.Symmetry;

/** The sum of several potentials, such as a model and a dispersion correction. */
public final class SumOfPotentials implements Potential {
    private final List<Potential> terms;

    /**
     * Makes a sum.
     *
     * @param terms at least one; closed together with the sum
     */
    public SumOfPotentials(List<? extends Potential> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a sum needs at least one potential");
        }
        this.terms = List.copyOf(terms);
    }

    @Override
    public List<Prediction> evaluate(List<Structure> structures, Derivatives what) {
        List<Prediction> sums = terms.getFirst().evaluate(structures, what);
        for (Potential term : terms.subList(1, terms.size())) {
            List<Prediction> more = term.evaluate(structures, what);
            List<Prediction> together = new ArrayList<>();
            for (int s = 0; s < sums.size(); s++) {
                together.add(sum(sums.get(s), more.get(s)));
            }
            sums = together;
        }
        return sums;
    }

    private static Prediction sum(Prediction a, Prediction b) {
        return new Prediction(
                a.energy() + b.energy(),
                sum(a.atomEnergies(), b.atomEnergies()),
                a.hasForces() ? sum(a.forces(), b.forces()) : null,
                a.hasStress() ? sum(a.stress(), b.stress()) : null);
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += b[k];
        }
        return sum;
    }

    /** The motions that no term minds. */
    @Override
    public Symmetry symmetry() {
        return terms.stream().allMatch(term -> term.symmetry() == Symmetry.E3) ? Symmetry.E3 : Symmetry.SE3;
    }

    /** Closes the terms. */
    @Override
    public void close() {
        terms.forEach(Potential::close);
    }
}

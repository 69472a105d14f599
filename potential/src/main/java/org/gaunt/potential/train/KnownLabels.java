package org.gaunt.potential.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.gaunt.files.InputException;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelCounts;
import org.gaunt.potential.data.LabelledGraph;

/** How many numbers of the label of each term are known, of each structure. */
final class KnownLabels {

    private final GraphSource structures;
    private final List<LossTerm> terms;
    private final Map<LossTerm, int[]> further = new HashMap<>();

    /** Counts; structures are made once where the loss has further terms. */
    KnownLabels(GraphSource structures, PotentialLoss loss) {
        this.structures = structures;
        this.terms = loss.terms().stream().map(WeightedTerm::term).toList();
        List<LossTerm> added =
                terms.stream().filter(term -> !(term instanceof StandardTerm)).toList();
        added.forEach(term -> further.put(term, new int[structures.size()]));
        for (int i = 0; i < structures.size() && !added.isEmpty(); i++) {
            LabelledGraph structure = structures.get(i);
            for (LossTerm term : added) {
                further(term)[i] = LabelledGraph.known(term.label(structure));
            }
        }
    }

    private int[] further(LossTerm term) {
        return Objects.requireNonNull(further.get(term));
    }

    GraphSource structures() {
        return structures;
    }

    /** Numbers known of some structures together, by term. */
    double[] of(int... indices) {
        double[] known = new double[terms.size()];
        for (int index : indices) {
            LabelCounts counts = structures.counts(index);
            for (int t = 0; t < known.length; t++) {
                known[t] += known(terms.get(t), counts, index);
            }
        }
        return known;
    }

    private long known(LossTerm term, LabelCounts counts, int index) {
        return switch (term) {
            case StandardTerm.ENERGY -> counts.energies();
            case StandardTerm.FORCES -> counts.forces();
            case StandardTerm.STRESS -> counts.stresses();
            default -> further(term)[index];
        };
    }

    /** Numbers known of all structures together, by term. */
    double[] all() {
        int[] indices = new int[structures.size()];
        Arrays.setAll(indices, i -> i);
        return of(indices);
    }

    /** Refuses training structures of which none has the label of a further term that has a weight. */
    void requireFurther(PotentialLoss loss) {
        double[] known = all();
        for (int t = 0; t < known.length; t++) {
            WeightedTerm weighted = loss.terms().get(t);
            boolean standard = weighted.term() instanceof StandardTerm;
            if (!standard && weighted.weight() > 0 && known[t] == 0) {
                throw InputException.of("no training structure has the label of a term of the loss")
                        .found(structures.size() + " structures without "
                                + weighted.term().key())
                        .wanted("some, as training.term_weights."
                                + weighted.term().key() + " is above 0")
                        .remedy("label the structures, or leave the term out")
                        .build();
            }
        }
    }

    /** Refuses structures whose loss would be 0 whatever the weights, because none has a label that counts. */
    void require(PotentialLoss loss, String keys) {
        double[] known = all();
        boolean any = false;
        for (int t = 0; t < known.length; t++) {
            any |= loss.terms().get(t).weight() > 0 && known[t] > 0;
        }
        if (structures.size() > 0 && !any) {
            throw InputException.of("no validation structure has a label that counts in the loss")
                    .found(String.format(
                            Locale.ROOT,
                            "%.0f energies, %.0f force components and %.0f stress components",
                            known[0],
                            known[1],
                            known[2]))
                    .wanted("one whose weight (" + keys + "_... or " + keys + ".energy_weight, ...) is above 0")
                    .remedy("give the validation structures such labels, or no validation structures")
                    .build();
        }
    }
}

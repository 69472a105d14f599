package org.gaunt.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PotentialModel;
import org.jspecify.annotations.Nullable;

/**
 * The energies that a model gives isolated atoms.
 *
 * @param limit whether they are the ones it counts from
 * @param atoms one for each element, or for each head and element
 */
record IsolatedAtomsReport(IsolatedLimit limit, List<Atom> atoms) {

    /** Where the two energies are taken to be the same, eV. */
    private static final double SAME = 1e-6;

    /**
     * One atom.
     *
     * @param head of the readout, or null where there is one
     * @param given the energy the model counts from, eV
     * @param ofModel the energy it gives an atom without neighbours, eV
     */
    record Atom(@Nullable String head, String symbol, double given, double ofModel) {
        private String name() {
            return head == null ? symbol : head + " " + symbol;
        }
    }

    /**
     * Evaluates the isolated atoms in double precision.
     *
     * @return empty for models that say nothing of isolated atoms
     */
    static IsolatedAtomsReport of(TrainableModel model) {
        // an atom of a model with charge and spin as inputs has an energy for each of them
        if (!(model instanceof PotentialModel<?> known) || !model.inputs().isEmpty()) {
            return new IsolatedAtomsReport(IsolatedLimit.FREE, List.of());
        }
        ModelData data = known.data();
        List<@Nullable String> heads = new ArrayList<>(model.heads());
        if (heads.isEmpty()) {
            heads.add(null);
        }
        List<Atom> atoms = new ArrayList<>();
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            for (int h = 0; h < heads.size(); h++) {
                String head = heads.get(h);
                List<Double> given = head == null || data.heads().isEmpty()
                        ? data.isolatedEnergies()
                        : data.heads().get(h).isolatedEnergies();
                for (int k = 0; k < given.size(); k++) {
                    int number = data.atomicNumbers().get(k);
                    Structure.Builder atom = Structure.builder(new int[] {number}, new double[3]);
                    if (head != null) {
                        atom.info(GraphBuilder.HEAD, head);
                    }
                    double energy =
                            potential.evaluate(atom.build(), Derivatives.ENERGY).energy();
                    atoms.add(new Atom(head, Element.of(number).symbol(), given.get(k), energy));
                }
            }
        }
        return new IsolatedAtomsReport(data.isolatedLimit(), atoms);
    }

    /** Which form holds, for the start of a training. */
    static String form(IsolatedLimit limit) {
        return switch (limit) {
            case EXACT -> "exact: an atom without neighbours has the energy of the isolated atom";
            case FREE ->
                "free: an atom without neighbours has another energy than the isolated atom (data.isolated_limit)";
        };
    }

    /** Which form holds, and the energies that are not those of the isolated atoms: a line for the end of a training. */
    String line() {
        if (atoms.isEmpty()) {
            return "Isolated atoms: the model gives one an energy for each total charge and spin.";
        }
        String different = atoms.stream()
                .filter(atom -> !(Math.abs(atom.ofModel() - atom.given()) <= SAME))
                .map(atom -> String.format(Locale.ROOT, "%s %.4f for %.4f", atom.name(), atom.ofModel(), atom.given()))
                .collect(Collectors.joining(", "));
        return "Isolated atoms: "
                + (different.isEmpty()
                        ? "the model gives the energies that it counts from."
                        : "the model gives " + different
                                + " eV; energies of dissociation and adsorption are off by that.");
    }

    /** For {@code summary.json}. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("limit", limit.name().toLowerCase(Locale.ROOT));
        List<Map<String, Object>> list = new ArrayList<>();
        for (Atom atom : atoms) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (atom.head() != null) {
                one.put("head", atom.head());
            }
            one.put("element", atom.symbol());
            one.put("isolated_ev", atom.given());
            one.put("model_ev", atom.ofModel());
            list.add(one);
        }
        json.put("atoms", list);
        return json;
    }
}

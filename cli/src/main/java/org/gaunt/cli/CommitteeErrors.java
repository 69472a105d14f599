package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.Committee;
import org.gaunt.potential.eval.CommitteePrediction;
import org.gaunt.potential.eval.ErrorTable;

/**
 * What several models say about a set: the errors of their mean, and how far they are apart.
 *
 * @param models number of models
 * @param mean errors of the mean of their predictions
 * @param energySpread root mean square over structures of the standard deviation of the energy per atom, eV
 * @param forceSpread root mean square over force components of their standard deviation, eV/Å
 */
record CommitteeErrors(int models, ErrorTable mean, double energySpread, double forceSpread) {

    private static final double MILLI = 1e3;

    static CommitteeErrors of(Committee committee, StructureSource set) {
        ErrorTable.Builder errors = new ErrorTable.Builder();
        double energySquares = 0;
        double forceSquares = 0;
        long components = 0;
        for (int i = 0; i < set.size(); i++) {
            Structure structure = set.get(i);
            CommitteePrediction prediction = committee
                    .predict(List.of(structure), PredictedSet.needed(List.of(structure)))
                    .getFirst();
            errors.add(structure, prediction.mean());
            double perAtom = prediction.energySpread() / structure.size();
            energySquares += perAtom * perAtom;
            for (double spread : prediction.forceSpread()) {
                forceSquares += spread * spread;
                components++;
            }
        }
        return new CommitteeErrors(
                committee.size(),
                errors.build(),
                Math.sqrt(energySquares / Math.max(1, set.size())),
                Math.sqrt(forceSquares / Math.max(1, components)));
    }

    void print(PrintWriter out) {
        ErrorReport.print(mean, out);
        out.printf(
                Locale.ROOT,
                "Spread of %d models: %.3f meV/atom in energy, %.2f meV/Å in forces.%n",
                models,
                MILLI * energySpread,
                MILLI * forceSpread);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(ErrorReport.json(mean));
        json.put("models", models);
        json.put("energy_spread_mev_per_atom", MILLI * energySpread);
        json.put("force_spread_mev_per_angstrom", MILLI * forceSpread);
        return json;
    }
}

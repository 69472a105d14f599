package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.potential.Potential;
import org.gaunt.potential.dispersion.D3Dispersion;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.repulsion.ZblRepulsion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --splines}, {@code --head}, {@code --dispersion} and {@code --zbl}, for commands that evaluate a model. */
final class EvaluationOptions {

    @Option(
            names = "--splines",
            paramLabel = "TOLERANCE",
            converter = Converter.class,
            description =
                    "Replaces the radial networks by cubic splines, which take far less time and are off by at most"
                            + " TOLERANCE times the largest value, such as 1e-6 (default: no splines).")
    private @Nullable Double splines;

    @Option(
            names = "--head",
            paramLabel = "NAME",
            description = "For a model with several heads: the one to use (default: head=NAME of each structure).")
    private @Nullable String head;

    @Option(
            names = "--dispersion",
            paramLabel = "d3bj/FUNCTIONAL",
            description =
                    "Adds the dispersion correction D3 with the damping of Becke and Johnson to energies, forces and"
                            + " stresses, with the parameters of a functional: d3bj/pbe (default: none).")
    private @Nullable String dispersion;

    @Option(
            names = "--zbl",
            description =
                    "Adds the repulsion of nuclei at short distance (Ziegler, Biersack, Littmark), for models that have none of their own.")
    private boolean zbl;

    /**
     * Potentials to add to each model.
     *
     * @throws org.gaunt.files.InputException if there is none of a name that was asked for
     */
    List<Potential> additions() {
        List<Potential> additions = new ArrayList<>();
        if (dispersion != null) {
            additions.add(D3Dispersion.of(dispersion));
        }
        if (zbl) {
            additions.add(new ZblRepulsion());
        }
        return additions;
    }

    /** The options as texts by their names, to tell one evaluation from another. */
    Map<String, String> texts() {
        return Map.of(
                "splines",
                String.valueOf(splines),
                "head",
                String.valueOf(head),
                "dispersion",
                String.valueOf(dispersion),
                "zbl",
                String.valueOf(zbl));
    }

    EvaluationSettings settings() {
        return new EvaluationSettings(splines == null ? 0 : splines, head);
    }

    /** Reads a tolerance. */
    static final class Converter implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            double value;
            try {
                value = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                value = Double.NaN;
            }
            if (value >= EvaluationSettings.SMALLEST_TOLERANCE && value < 1) {
                return value;
            }
            throw new TypeConversionException("found \"" + word + "\", wanted a number from "
                    + EvaluationSettings.SMALLEST_TOLERANCE + " to below 1");
        }
    }
}

package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Potential;
import org.gaunt.potential.dispersion.D3Dispersion;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.repulsion.ZblRepulsion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of commands that evaluate models, and the models opened with them. */
final class EvaluationOptions {

    @Mixin
    private PrecisionOption precision = new PrecisionOption();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

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
     * Opens models with these options.
     *
     * @throws org.gaunt.files.InputException if a file cannot be read, or an option does not fit it
     */
    OpenCommittee open(List<Path> models) {
        return open(models, threads.count());
    }

    /** The same on a number of threads. */
    OpenCommittee open(List<Path> models, int threadsEach) {
        return OpenCommittee.of(
                models,
                precision.orNull(),
                threadsEach,
                new EvaluationSettings(splines == null ? 0 : splines, head),
                additions());
    }

    /** The arithmetic, or null for that of each file. */
    @Nullable
    Precision precision() {
        return precision.orNull();
    }

    /** Number of threads. */
    int threads() {
        return threads.count();
    }

    private List<Potential> additions() {
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
                "precision",
                String.valueOf(precision.orNull()),
                "splines",
                String.valueOf(splines),
                "head",
                String.valueOf(head),
                "dispersion",
                String.valueOf(dispersion),
                "zbl",
                String.valueOf(zbl));
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

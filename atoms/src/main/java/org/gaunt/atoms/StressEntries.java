package org.gaunt.atoms;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** The stress of a frame from the entries of its second line: under the key of the stress, or from a virial. */
final class StressEntries {

    /** Largest difference of two components that should be equal, in parts of the largest component. */
    private static final double RELATIVE = 1e-3;

    /** The same in eV/Å³ (1.6 MPa), for stresses near zero. */
    private static final double ABSOLUTE = 1e-5;

    private static final String STRESS = "stress";
    private static final List<String> VIRIALS = List.of("virial", "virials");
    private static final double GPA = 160.21766208;

    private final Map<String, String> entries;
    private final @Nullable Cell cell;
    private final Function<String, InputException.Builder> problem;

    /**
     * For one frame.
     *
     * @param entries those that were not understood so far; stress and virial are taken away where they are understood
     * @param problem starts a message about the line
     */
    StressEntries(Map<String, String> entries, @Nullable Cell cell, Function<String, InputException.Builder> problem) {
        this.entries = entries;
        this.cell = cell;
        this.problem = problem;
    }

    /**
     * The stress, nine numbers row by row in eV/Å³, or null where the frame has none. A virial without a volume gives none and
     * stays among the entries.
     *
     * @param stressKey key of the stress, or null where none is read
     * @param virialKey key of the virial, or null where none is read
     */
    double @Nullable [] read(@Nullable String stressKey, @Nullable String virialKey) {
        Map<String, double[]> found = new LinkedHashMap<>();
        if (stressKey != null && entries.containsKey(stressKey)) {
            found.put(stressKey, symmetric(stressKey, tensor(stressKey), 1));
        }
        double volume = cell == null ? 0 : cell.volume();
        for (String key : virialKeys(stressKey, virialKey)) {
            if (entries.containsKey(key)) {
                double[] virial = tensor(key);
                if (volume > 0) {
                    found.put(key, stressOf(symmetric(key, virial, volume), volume));
                }
            }
        }
        String first = null;
        for (String key : found.keySet()) {
            if (first == null || !anyKnown(found.get(first))) {
                first = key;
            } else {
                requireSame(first, found.get(first), key, found.get(key), volume);
            }
        }
        found.keySet().forEach(entries::remove);
        return first == null ? null : found.get(first);
    }

    private static boolean anyKnown(double @Nullable [] stress) {
        for (int k = 0; stress != null && k < stress.length; k++) {
            if (!Double.isNaN(stress[k])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The configured key first, then those that say the same: MACE and ASE have one name each, and both may stand in a file, or
     * beside a stress of the same beginning (REF_stress and REF_virials).
     */
    private Set<String> virialKeys(@Nullable String stressKey, @Nullable String virialKey) {
        Set<String> keys = new LinkedHashSet<>();
        if (virialKey != null) {
            keys.add(virialKey);
            if (VIRIALS.contains(virialKey) && entries.containsKey(virialKey)) {
                keys.addAll(VIRIALS);
            }
        }
        if (stressKey != null && stressKey.endsWith(STRESS) && entries.containsKey(stressKey)) {
            String beginning = stressKey.substring(0, stressKey.length() - STRESS.length());
            VIRIALS.forEach(virial -> keys.add(beginning + virial));
        }
        return keys;
    }

    private static double[] stressOf(double[] virial, double volume) {
        double[] stress = new double[9];
        for (int k = 0; k < 9; k++) {
            stress[k] = 0.0 - virial[k] / volume; // no negative zeros
        }
        return stress;
    }

    /** Three rows of three numbers, nine numbers, which files have column by column, or six in Voigt's order. */
    private double[] tensor(String key) {
        String text = String.valueOf(entries.get(key));
        NumberArray array;
        try {
            array = NumberArray.parse(text);
        } catch (NumberFormatException notNumbers) {
            throw notTensor("'" + key + "' is not a number", key, text);
        }
        double[] v = array.values();
        for (double value : v) {
            if (Double.isInfinite(value)) {
                throw notTensor("'" + key + "' is not a tensor", key, text);
            }
        }
        if (array.isMatrix()) {
            return array.rows() == 3 ? v : new double[] {v[0], v[3], v[6], v[1], v[4], v[7], v[2], v[5], v[8]};
        } else if (v.length == 6 && array.rows() <= 1) {
            return new double[] {v[0], v[5], v[4], v[5], v[1], v[3], v[4], v[3], v[2]};
        }
        throw notTensor("'" + key + "' is not a tensor", key, text);
    }

    private InputException notTensor(String what, String key, String text) {
        return problem.apply(what)
                .found(key + "=\"" + CommentLine.excerpt(text) + "\"")
                .wanted("six finite numbers xx yy zz yz xz xy, nine, or [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]")
                .build();
    }

    private static double tolerance(double[] stress) {
        double largest = 0;
        for (double value : stress) {
            largest = Math.max(largest, Double.isNaN(value) ? 0 : Math.abs(value));
        }
        return ABSOLUTE + RELATIVE * largest;
    }

    /**
     * Refuses a tensor that is not symmetric.
     *
     * @param unit of the tensor's components, in units of the stress
     */
    private double[] symmetric(String key, double[] tensor, double unit) {
        double[] scaled = new double[9];
        for (int k = 0; k < 9; k++) {
            scaled[k] = tensor[k] / unit;
        }
        double most = tolerance(scaled);
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                double a = tensor[3 * i + j];
                double b = tensor[3 * j + i];
                if (Math.abs(a - b) > most * unit) {
                    String ij = "xyz".substring(i, i + 1) + "xyz".charAt(j);
                    String ji = "xyz".substring(j, j + 1) + "xyz".charAt(i);
                    throw problem.apply("'" + key + "' is not symmetric")
                            .found(ij + " = " + Numbers.format(a) + " and " + ji + " = " + Numbers.format(b) + " in "
                                    + key + "=\"" + CommentLine.excerpt(String.valueOf(entries.get(key))) + "\"")
                            .wanted(String.format(
                                    Locale.ROOT,
                                    "a symmetric tensor, as that of a structure at rest is; the two may differ by %.3g",
                                    most * unit))
                            .remedy("check the order and meaning of the nine numbers, or remove the entry")
                            .build();
                }
            }
        }
        return tensor;
    }

    private void requireSame(String a, double @Nullable [] one, String b, double @Nullable [] other, double volume) {
        if (one == null || other == null || same(one, other, 1)) {
            return;
        }
        throw problem.apply("'" + a + "' and '" + b + "' contradict each other")
                .found(entry(a) + " and " + entry(b) + String.format(Locale.ROOT, ", volume %.6g Å³", volume))
                .wanted("stress = -virial / volume, to " + RELATIVE + " of the largest component (or " + ABSOLUTE
                        + " eV/Å³): a stress of " + rows(other) + " for " + b)
                .remedy("correct one of the two, or remove it" + hint(one, other))
                .build();
    }

    private static String hint(double[] one, double[] other) {
        if (same(one, other, -1)) {
            return "; they differ by the sign only: is one of them a pressure?";
        } else if (same(one, other, GPA) || same(one, other, -GPA)) {
            return "; the first looks like GPa";
        } else if (same(one, other, 10 * GPA) || same(one, other, -10 * GPA)) {
            return "; the first looks like kbar";
        }
        return "";
    }

    private static boolean same(double[] one, double[] other, double factor) {
        double most = Math.max(tolerance(one), Math.abs(factor) * tolerance(other));
        for (int k = 0; k < 9; k++) {
            if (Math.abs(one[k] - factor * other[k]) > most) {
                return false;
            }
        }
        return true;
    }

    private String entry(String key) {
        return key + "=\"" + CommentLine.excerpt(String.valueOf(entries.get(key))) + "\"";
    }

    private static String rows(double[] m) {
        StringBuilder text = new StringBuilder();
        for (double value : m) {
            text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.4g", value));
        }
        return text.toString();
    }
}

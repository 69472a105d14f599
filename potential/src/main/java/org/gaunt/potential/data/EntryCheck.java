package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Entries on which energies depend, of which the model is not told: charge, spin, field, method. A model of structures that differ in
 * one of them learns a mixture.
 */
final class EntryCheck {

    private static final int MOST_VALUES = 1000;
    private static final int MOST_SHOWN = 4;
    private static final String ABSENT = "no entry";

    /**
     * Entries of one meaning.
     *
     * @param what such as {@code charge}
     * @param keys in small letters, without anything between them
     * @param usual value that is meant where there is no entry; empty for none
     * @param remedy what to do
     */
    private record Kind(String what, Set<String> keys, Set<String> usual, String remedy) {}

    private static final String ONE_STATE =
            "which is no input of the model: atoms at the same places get one energy. Train on structures of one value, or on"
                    + " each with a head of its own (model.heads)";

    private static final String TELL_IT = ONE_STATE + ", or tell the model of it (model.embeddings)";

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "charge",
                    Set.of(
                            "charge",
                            "totalcharge",
                            "netcharge",
                            "totcharge",
                            "molecularcharge",
                            "systemcharge",
                            "molcharge"),
                    Set.of("0"),
                    TELL_IT),
            new Kind(
                    "spin",
                    Set.of(
                            "spin",
                            "totalspin",
                            "spinmultiplicity",
                            "multiplicity",
                            "mult",
                            "spinstate",
                            "unpairedelectrons",
                            "nunpaired",
                            "uhf"),
                    Set.of("0", "1"),
                    TELL_IT),
            new Kind(
                    "electric field",
                    Set.of("electricfield", "efield", "externalfield", "externalelectricfield"),
                    Set.of("0", "0 0 0"),
                    ONE_STATE),
            new Kind(
                    "method",
                    Set.of(
                            "functional",
                            "xc",
                            "xcfunctional",
                            "theory",
                            "leveloftheory",
                            "theorylevel",
                            "basis",
                            "basisset"),
                    Set.of(),
                    "whose energies need not go together: train on structures of one, or on each with a head of its own"
                            + " (model.heads)"));

    private static final Kind HEADS = new Kind(
            GraphBuilder.HEAD,
            Set.of(GraphBuilder.HEAD),
            Set.of(),
            "but the model has no heads, so that it learns a mixture of them: name them in model.heads, or train on the"
                    + " structures of one");

    private final boolean heads;
    private final List<StructureInput> inputs;
    private final Map<String, Values> byKey = new LinkedHashMap<>();
    private int structures;

    /** The values of one key, with the number of structures and the place of the first of each. */
    private record Values(Kind kind, Map<String, Integer> counts, Map<String, String> first) {}

    /**
     * For one model.
     *
     * @param heads whether it has heads, which tell methods apart
     * @param inputs entries that are its inputs
     */
    EntryCheck(boolean heads, List<StructureInput> inputs) {
        this.heads = heads;
        this.inputs = List.copyOf(inputs);
    }

    void add(Structure structure, String name) {
        structures++;
        structure.info().forEach((key, value) -> {
            Kind kind = kind(key);
            if (kind != null) {
                Values values =
                        byKey.computeIfAbsent(key, k -> new Values(kind, new LinkedHashMap<>(), new LinkedHashMap<>()));
                String word = plain(value);
                if (values.counts().size() < MOST_VALUES || values.counts().containsKey(word)) {
                    values.counts().merge(word, 1, Integer::sum);
                    values.first().putIfAbsent(word, name);
                }
            }
        });
    }

    private @Nullable Kind kind(String key) {
        if (inputs.stream().anyMatch(input -> input.isEntry(key))) {
            return null;
        }
        String letters =
                key.toLowerCase(Locale.ROOT).replaceAll("^(ref|dft|qm)_", "").replaceAll("[^a-z]", "");
        if (!heads && HEADS.keys().contains(letters)) {
            return HEADS;
        }
        for (Kind kind : KINDS) {
            if (kind.keys().contains(letters) && !(heads && kind.what().equals("method"))) {
                return kind;
            }
        }
        return null;
    }

    /** One word for each number, however it is written. */
    private static String plain(String value) {
        String text = value.replaceAll("[\\[\\],]", " ").strip();
        StringBuilder plain = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            plain.append(plain.isEmpty() ? "" : " ");
            try {
                double number = Double.parseDouble(word);
                plain.append(
                        number == Math.rint(number) && Math.abs(number) < 1e9
                                ? Long.toString((long) number)
                                : Double.toString(number));
            } catch (NumberFormatException notANumber) {
                plain.append(word);
            }
        }
        return plain.toString();
    }

    /** A sentence about each kind of entry that differs between structures. */
    List<String> notes() {
        Map<Kind, List<String>> differing = new LinkedHashMap<>();
        byKey.forEach((key, values) -> {
            if (differs(values)) {
                differing
                        .computeIfAbsent(values.kind(), kind -> new ArrayList<>())
                        .add(key);
            }
        });
        List<String> notes = new ArrayList<>();
        differing.forEach((kind, keys) -> {
            Values values =
                    byKey.getOrDefault(keys.getFirst(), new Values(kind, new LinkedHashMap<>(), new LinkedHashMap<>()));
            notes.add("structures differ in " + String.join(" and ", keys) + " (" + described(values) + "), "
                    + kind.remedy());
        });
        return notes;
    }

    /** A sentence about charges, the same in all structures, of which a model that is evaluated is not told. */
    List<String> ignoredCharges() {
        List<String> notes = new ArrayList<>();
        byKey.forEach((key, values) -> {
            boolean charge = values.kind().what().equals("charge");
            if (charge && !values.kind().usual().containsAll(values.counts().keySet())) {
                notes.add("structures have a " + key + " (" + described(values)
                        + "), which is no input of the model: it gives"
                        + " the energies of the charge that it was trained with");
            }
        });
        return notes;
    }

    private boolean differs(Values values) {
        int absent = absent(values);
        Set<String> present = values.counts().keySet();
        return present.size() > 1 || (absent > 0 && !values.kind().usual().containsAll(present));
    }

    private int absent(Values values) {
        return structures
                - values.counts().values().stream().mapToInt(Integer::intValue).sum();
    }

    private String described(Values values) {
        List<Map.Entry<String, Integer>> all = new ArrayList<>(values.counts().entrySet());
        String shown = all.stream()
                .limit(MOST_SHOWN)
                .map(entry -> entry.getKey() + " in " + entry.getValue() + ", first in "
                        + values.first().get(entry.getKey()))
                .collect(Collectors.joining("; "));
        String more = all.size() > MOST_SHOWN ? "; " + (all.size() - MOST_SHOWN) + " more values" : "";
        return shown + more + (absent(values) > 0 ? "; " + ABSENT + " in " + absent(values) : "");
    }
}

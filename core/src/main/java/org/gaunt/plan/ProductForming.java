package org.gaunt.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.Form;
import org.gaunt.form.MultilinearForm;
import org.gaunt.form.Operand;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * Gathers the paths of a product that have one channel index, or none, into forms: one for each number of channels and result.
 *
 * <p>A form takes values whose rows are [component][channel] throughout. Values are taken as they are where their parts lie so;
 * otherwise the parts are picked (and repeated over letters that they lack) first, and added to their places afterwards.
 */
final class ProductForming {
    /** Which form a path belongs to. */
    record Key(int result, boolean resultAsItIs, boolean resultChannels, int channels) {}

    /** An operand of a form: a value, with channels or as plain numbers, as it is or picked. */
    record Source(int slot, boolean channels, boolean asItIs) {}

    /** A value's parts that a form reads, in numbers of components. */
    static final class Parts {
        /** First component of picked parts. */
        final Map<List<Integer>, Integer> picked = new LinkedHashMap<>();

        final List<Integer> columns = new ArrayList<>();
        int components;
    }

    /** A path: for each factor its source and the first of its components there. */
    record Piece(
            List<Source> sources,
            List<Integer> firstComponents,
            List<Integer> counts,
            List<Coefficient> coefficients) {}

    static final class Group {
        final Map<Source, Parts> parts = new LinkedHashMap<>();
        final List<Piece> pieces = new ArrayList<>();
    }

    private final String name;
    private final ProductLowering lowering;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    /** Values picked from a value, by their columns. */
    private final Map<List<Object>, Integer> pickedSlots = new LinkedHashMap<>();

    ProductForming(String name, ProductLowering lowering) {
        this.name = name;
        this.lowering = lowering;
    }

    void add(ProductLowering.Term term) {
        List<ProductLeg> legs = term.legs();
        List<Character> letters = ProductLowering.letters(legs);
        List<Integer> extents = ProductLowering.extents(legs, letters);
        int channels = extents.stream().reduce(1, Math::multiplyExact);
        if (channels == 0) {
            return;
        }
        boolean[] asItIs = new boolean[legs.size()];
        int[][] expanded = new int[legs.size()][];
        boolean[] running = new boolean[legs.size()];
        for (int k = 0; k < legs.size(); k++) {
            ProductLeg leg = legs.get(k);
            running[k] = letters.stream().anyMatch(leg::has);
            expanded[k] = leg.expand(letters, extents);
            asItIs[k] = running[k]
                    ? ProductLowering.isIdentity(expanded[k], leg.channels())
                            && leg.offset() % channels == 0
                            && lowering.slot(leg.slot()).width() % channels == 0
                    : leg.channels() == 1;
        }
        ProductLeg z = legs.getLast();
        int last = legs.size() - 1;
        // a result that lacks all letters is summed: by the form itself, which adds up the channels of plain results
        Group group =
                groups.computeIfAbsent(new Key(z.slot(), asItIs[last], running[last], channels), k -> new Group());
        List<Source> sources = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        for (int k = 0; k < legs.size(); k++) {
            Source source = new Source(legs.get(k).slot(), running[k], asItIs[k]);
            sources.add(source);
            Parts parts = group.parts.computeIfAbsent(source, s -> new Parts());
            int width = running[k] ? channels : 1;
            firsts.add(asItIs[k] ? legs.get(k).offset() / width : picked(parts, legs.get(k), expanded[k], width));
        }
        group.pieces.add(new Piece(
                sources, firsts, legs.stream().map(ProductLeg::components).toList(), term.coefficients()));
    }

    private static int picked(Parts parts, ProductLeg leg, int[] expanded, int channels) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < leg.components(); i++) {
            for (int p = 0; p < channels; p++) {
                columns.add(leg.offset() + i * leg.channels() + expanded[p]);
            }
        }
        return parts.picked.computeIfAbsent(columns, c -> {
            int first = parts.components;
            parts.columns.addAll(c);
            parts.components += leg.components();
            return first;
        });
    }

    /** Makes the steps of all groups. */
    void finish() {
        groups.forEach(this::finish);
    }

    private void finish(Key key, Group all) {
        Group group =
                ProductTabling.isLong(key, all, lowering) ? new ProductTabling(this, lowering).table(key, all) : all;
        if (group.pieces.isEmpty()) {
            return;
        }
        Source result = group.pieces.getFirst().sources().getLast();
        List<Source> sources = new ArrayList<>(group.parts.keySet());
        // the same value can be read as plain numbers, with channels and picked; the result comes last
        sources.remove(result);
        sources.add(result);
        List<Operand> operands = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (Source s : sources) {
            Parts parts = group.parts.getOrDefault(s, new Parts());
            int slot = s.asItIs() ? s.slot() : pick(s, parts, s.equals(result));
            ProductStep.Slot value = lowering.slot(slot);
            int components = s.channels() ? value.width() / key.channels() : value.width();
            operands.add(new Operand("v" + slot, components, s.channels(), value.access()));
            slots.add(slot);
        }
        List<MultilinearForm.Term> terms = new ArrayList<>();
        for (Piece piece : group.pieces) {
            List<MultilinearForm.Block> factors = new ArrayList<>();
            for (int k = 0; k < piece.sources().size(); k++) {
                factors.add(new MultilinearForm.Block(
                        sources.indexOf(piece.sources().get(k)),
                        piece.firstComponents().get(k),
                        piece.counts().get(k)));
            }
            terms.add(new MultilinearForm.Term(factors, piece.coefficients()));
        }
        Form form = new MultilinearForm(name, operands, terms).form();
        int output = slots.removeLast();
        lowering.add(new ProductStep.Product(List.copyOf(slots), output, form, key.channels()));
    }

    /** The value that parts are picked into, and the step that picks them, or adds them to the result afterwards. */
    int pick(Source s, Parts parts, boolean result) {
        int[] columns = parts.columns.stream().mapToInt(Integer::intValue).toArray();
        List<Object> key = List.of(s.slot(), parts.columns);
        Integer known = result ? null : pickedSlots.get(key);
        if (known != null) {
            return known;
        }
        int slot = lowering.newSlot(columns.length, lowering.slot(s.slot()).access());
        ColumnMap map = ColumnMap.of(lowering.slot(s.slot()).width(), columns);
        if (result) {
            lowering.add(new ProductStep.Columns(slot, s.slot(), map, true));
        } else {
            pickedSlots.put(key, slot);
            lowering.add(new ProductStep.Columns(s.slot(), slot, map, false));
        }
        return slot;
    }

    @Override
    public String toString() {
        return name + ": " + Arrays.toString(groups.keySet().toArray());
    }
}

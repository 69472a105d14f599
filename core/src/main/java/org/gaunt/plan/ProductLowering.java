package org.gaunt.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.jspecify.annotations.Nullable;

/**
 * Turns a product into steps. Each path is made simpler until one channel index is left:
 *
 * <ol>
 *   <li>Weights whose last letter is that of the result and occurs nowhere else: the product of the other factors, for all values
 *       of the other letters, is multiplied by the weights as a matrix ({@code uvw}, {@code uuw}).
 *   <li>Weights of two letters, one of which they share with one input only: that input is multiplied by the weights first, which
 *       leaves a product of one letter ({@code uvu}, {@code uvv}).
 *   <li>Otherwise all letters are run through as one, with the factors repeated where they lack letters, and the result summed
 *       where it lacks some.
 * </ol>
 */
final class ProductLowering {
    /** A path: its factors, the result last, and its coefficients. */
    record Term(List<ProductLeg> legs, List<Coefficient> coefficients) {}

    /** A value that grows while paths are planned. */
    private static final class Growing {
        final int slot;
        int width;
        final List<LinearMap.Block> blocks = new ArrayList<>();
        final List<Integer> columns = new ArrayList<>();
        final Map<List<Integer>, Integer> known = new LinkedHashMap<>();

        Growing(int slot) {
            this.slot = slot;
        }
    }

    private record Mixing(int weights, int to, int channels) {}

    private record Premixed(int from, int weights, int channels) {}

    private final List<ProductStep.Slot> slots = new ArrayList<>();
    private final List<ProductStep> steps = new ArrayList<>();
    private final int result;
    private final Map<Mixing, Growing> mixed = new LinkedHashMap<>();
    private final Map<Premixed, Growing> premixed = new LinkedHashMap<>();
    private final Map<Integer, Growing> transposed = new LinkedHashMap<>();
    private final ProductForming forming;

    ProductLowering(ProductSpec spec, List<Access> access) {
        for (int k = 0; k < access.size(); k++) {
            slots.add(new ProductStep.Slot(spec.operands().get(k).dim(), access.get(k), 0));
        }
        result = access.size() - 1;
        forming = new ProductForming(spec.name(), this);
        for (ProductSpec.Path path : spec.paths()) {
            List<ProductLeg> legs = new ArrayList<>();
            for (ProductSpec.Factor f : path.factors()) {
                ProductSpec.Operand o = spec.operands().get(f.operand());
                legs.add(new ProductLeg(
                        f.operand(), o.offset(f.segment()), o.segments().get(f.segment()), f));
            }
            lower(resultLast(spec, new Term(legs, path.coefficients())));
        }
        finish();
    }

    /** The factors with that of the result at the end. */
    private Term resultLast(ProductSpec spec, Term term) {
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < term.legs().size(); k++) {
            order.add(k);
        }
        order.sort(Comparator.comparing(k -> term.legs().get(k).slot() == result));
        long results = term.legs().stream().filter(l -> l.slot() == result).count();
        if (results != 1) {
            throw new IllegalArgumentException("a path of " + spec + " has " + results
                    + " factors of the result, its last operand; it must have one");
        }
        return new Term(
                order.stream().map(term.legs()::get).toList(),
                term.coefficients().stream()
                        .map(c -> new Coefficient(
                                order.stream().map(c.components()::get).toList(), c.value()))
                        .toList());
    }

    List<ProductStep.Slot> slots() {
        return List.copyOf(slots);
    }

    /** The steps, each after those it needs. */
    List<ProductStep> steps() {
        List<ProductStep> waiting = new ArrayList<>(steps);
        List<ProductStep> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<ProductStep> ready = waiting.stream()
                    .filter(s -> waiting.stream().noneMatch(other -> s.inputs().contains(other.output())))
                    .toList();
            ordered.addAll(ready);
            waiting.removeAll(ready);
        }
        return List.copyOf(ordered);
    }

    ProductStep.Slot slot(int number) {
        return slots.get(number);
    }

    int newSlot(int width, Access access) {
        slots.add(new ProductStep.Slot(width, access, 0));
        return slots.size() - 1;
    }

    void setWidth(int slot, int width) {
        ProductStep.Slot s = slots.get(slot);
        slots.set(slot, new ProductStep.Slot(width, s.access(), s.writers()));
    }

    void add(ProductStep step) {
        steps.add(step);
        ProductStep.Slot s = slots.get(step.output());
        slots.set(step.output(), new ProductStep.Slot(s.width(), s.access(), s.writers() + 1));
    }

    private void lower(Term term) {
        Term simpler = mixOutput(term);
        if (simpler == null) {
            simpler = mixInput(term);
        }
        if (simpler != null) {
            lower(simpler);
        } else {
            forming.add(term);
        }
    }

    /** Takes weights that mix the channels of the result out of a path; null if there are none. */
    private @Nullable Term mixOutput(Term term) {
        List<ProductLeg> legs = term.legs();
        ProductLeg z = legs.getLast();
        if (z.letters().length() != 1 || !z.plain()) {
            return null;
        }
        char c = z.letters().charAt(0);
        for (int k = 0; k < legs.size() - 1; k++) {
            ProductLeg w = legs.get(k);
            String inner = w.letters().isEmpty()
                    ? ""
                    : w.letters().substring(0, w.letters().length() - 1);
            if (w.components() != 1
                    || !w.plain()
                    || inner.isEmpty()
                    || !w.letters().endsWith(z.letters())
                    || occurrences(legs, c) != 2
                    || inner.chars().anyMatch(a -> occurrences(legs, (char) a) < 2)
                    || !(access(w).isShared() || access(z).isRow())) {
                continue;
            }
            List<Integer> extents = w.segment().extents().subList(0, inner.length());
            int channels = extents.stream().reduce(1, Math::multiplyExact);
            Growing t = mixed.computeIfAbsent(
                    new Mixing(w.slot(), z.slot(), channels), key -> new Growing(newSlot(0, access(z))));
            ProductLeg product = ProductLeg.of(t.slot, t.width, z.components(), extents, inner);
            t.blocks.add(
                    new LinearMap.Block(t.width, z.offset(), z.components(), channels, z.channels(), w.offset(), 1));
            t.width += z.components() * channels;
            return without(term, k, legs.size() - 1, product);
        }
        return null;
    }

    /** Multiplies an input by weights that nothing else shares a letter of it with; null if there is no such input. */
    private @Nullable Term mixInput(Term term) {
        List<ProductLeg> legs = term.legs();
        for (int k = 0; k < legs.size() - 1; k++) {
            ProductLeg w = legs.get(k);
            if (w.components() != 1 || !w.plain() || w.letters().length() != 2) {
                continue;
            }
            for (int f = 0; f < legs.size() - 1; f++) {
                ProductLeg x = legs.get(f);
                boolean canMix = f != k
                        && x.letters().length() == 1
                        && x.plain()
                        && x.channels() > 1
                        && w.has(x.letters().charAt(0))
                        && w.letters().charAt(0) != w.letters().charAt(1)
                        && occurrences(legs, x.letters().charAt(0)) == 2
                        && (access(w).isShared() || access(x).isRow());
                if (canMix) {
                    return without(term, k, f, mixedInput(w, x));
                }
            }
        }
        return null;
    }

    private ProductLeg mixedInput(ProductLeg w, ProductLeg x) {
        boolean second = w.letters().charAt(1) == x.letters().charAt(0);
        int in = x.channels();
        int out = w.channels() / in;
        String letter = w.letters().substring(second ? 0 : 1, second ? 1 : 2);
        int weights = w.slot();
        int weightOffset = w.offset();
        if (second) {
            Growing t = transposed.computeIfAbsent(w.slot(), key -> new Growing(newSlot(0, access(w))));
            weights = t.slot;
            Integer known = t.known.get(List.of(w.offset()));
            weightOffset = known != null ? known : t.width;
            if (known == null) {
                t.known.put(List.of(w.offset()), t.width);
                for (int i = 0; i < in; i++) {
                    for (int o = 0; o < out; o++) {
                        t.columns.add(w.offset() + o * in + i);
                    }
                }
                t.width += w.channels();
            }
        }
        Growing s = premixed.computeIfAbsent(
                new Premixed(x.slot(), weights, out), key -> new Growing(newSlot(0, access(x))));
        ProductLeg result = ProductLeg.of(s.slot, s.width, x.components(), List.of(out), letter);
        s.blocks.add(new LinearMap.Block(x.offset(), s.width, x.components(), in, out, weightOffset, 1));
        s.width += x.components() * out;
        return result;
    }

    /** A term without factor {@code gone}, a number of one component, and with another factor at {@code place}. */
    private static Term without(Term term, int gone, int place, ProductLeg replacement) {
        List<ProductLeg> legs = new ArrayList<>(term.legs());
        legs.set(place, replacement);
        legs.remove(gone);
        List<Coefficient> coefficients = term.coefficients().stream()
                .map(c -> {
                    List<Integer> components = new ArrayList<>(c.components().subList(0, gone));
                    components.addAll(
                            c.components().subList(gone + 1, c.components().size()));
                    return new Coefficient(components, c.value());
                })
                .toList();
        return new Term(legs, coefficients);
    }

    private static long occurrences(List<ProductLeg> legs, char letter) {
        return legs.stream()
                .mapToLong(l -> l.letters().chars().filter(a -> a == letter).count())
                .sum();
    }

    private Access access(ProductLeg leg) {
        return slots.get(leg.slot()).access();
    }

    private void finish() {
        transposed.forEach((w, t) -> {
            setWidth(t.slot, t.width);
            int[] columns = t.columns.stream().mapToInt(Integer::intValue).toArray();
            add(new ProductStep.Columns(w, t.slot, ColumnMap.of(slots.get(w).width(), columns), false));
        });
        premixed.forEach((key, s) -> {
            setWidth(s.slot, s.width);
            add(new ProductStep.Linear(key.from(), key.weights(), s.slot, map(key.from(), key.weights(), s.slot, s)));
        });
        mixed.forEach((key, t) -> {
            setWidth(t.slot, t.width);
            add(new ProductStep.Linear(t.slot, key.weights(), key.to(), map(t.slot, key.weights(), key.to(), t)));
        });
        forming.finish();
    }

    private LinearMap map(int from, int weights, int to, Growing g) {
        return new LinearMap(
                slots.get(from).width(),
                slots.get(to).width(),
                slots.get(weights).width(),
                g.blocks);
    }

    /** The letters of a path that have more than one value, those of the result first. */
    static List<Character> letters(List<ProductLeg> legs) {
        List<ProductLeg> order = new ArrayList<>(legs);
        order.addFirst(order.removeLast());
        List<Character> letters = new ArrayList<>();
        for (ProductLeg leg : order) {
            for (int i = 0; i < leg.letters().length(); i++) {
                char c = leg.letters().charAt(i);
                if (!letters.contains(c) && extent(leg, i) > 1) {
                    letters.add(c);
                }
            }
        }
        return letters;
    }

    private static int extent(ProductLeg leg, int letter) {
        return leg.plain()
                ? leg.segment().extents().get(letter)
                : leg.factor().selection().size();
    }

    /** How many values letters have. */
    static List<Integer> extents(List<ProductLeg> legs, List<Character> letters) {
        return letters.stream()
                .map(c -> legs.stream()
                        .filter(l -> l.has(c))
                        .mapToInt(l -> extent(l, l.letters().indexOf(c)))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    static boolean isIdentity(int[] channels, int count) {
        return channels.length == count
                && Arrays.equals(
                        channels, java.util.stream.IntStream.range(0, count).toArray());
    }
}

package org.gaunt.o3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a feature vector consists of: a list of irreps with multiplicities, such as {@code 8x0e+8x1o+4x2e}.
 *
 * <p>The order of the terms is kept and means the order in memory; equal irreps may occur several times. How channels
 * and components are laid out inside a term is told by {@link Layout}.
 *
 * @param terms the terms in order; the list is copied
 */
public record Irreps(List<MulIrrep> terms) {

    private static final Pattern TERM = Pattern.compile("\\s*(?:(\\d+)\\s*x\\s*)?(\\d+\\s*[eoy])\\s*");

    /** Copies the list. */
    public Irreps {
        terms = List.copyOf(terms);
    }

    /**
     * Makes irreps of some terms.
     *
     * @param terms the terms in order
     * @return the irreps
     */
    public static Irreps of(MulIrrep... terms) {
        return new Irreps(List.of(terms));
    }

    /**
     * Makes irreps of one term.
     *
     * @param mul the multiplicity
     * @param ir the irrep
     * @return the irreps
     */
    public static Irreps of(int mul, Irrep ir) {
        return of(new MulIrrep(mul, ir));
    }

    /**
     * Reads e3nn's notation: terms joined by +, each an optional multiplicity and x, a degree and a parity letter
     * (e even, o odd, y natural). White space is ignored; a blank text has no terms.
     *
     * @param text for example {@code 128x0e + 128x1o + 2y}
     * @return the irreps, in the order written
     * @throws IllegalArgumentException if a term cannot be read; the message contains the term and the whole text
     */
    public static Irreps parse(String text) {
        List<MulIrrep> terms = new ArrayList<>();
        if (!text.isBlank()) {
            for (String term : text.split("\\+", -1)) {
                terms.add(parseTerm(term, text));
            }
        }
        return new Irreps(terms);
    }

    private static MulIrrep parseTerm(String term, String whole) {
        Matcher matcher = TERM.matcher(term);
        if (!matcher.matches()) {
            throw new IllegalArgumentException((term.isBlank() ? "an empty term" : "'" + term.strip() + "'") + " in '"
                    + whole.strip() + "' is not an irrep with a multiplicity: write for example 16x0e+16x1o+8x2e"
                    + " (e even, o odd, y the parity of the spherical harmonic)");
        }
        String mul = matcher.group(1);
        try {
            return new MulIrrep(mul == null ? 1 : Integer.parseInt(mul), Irrep.parse(matcher.group(2)));
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException(
                    "the multiplicity of '" + term.strip() + "' in '" + whole.strip() + "' is too large", tooLarge);
        }
    }

    /**
     * The irreps of the spherical harmonics: 1x0e+1x1o+...
     *
     * @param lmax the largest degree, 0 or more
     * @return one of each degree with natural parity
     */
    public static Irreps sphericalHarmonics(int lmax) {
        if (lmax < 0) {
            throw new IllegalArgumentException("the largest degree must be 0 or more, not " + lmax);
        }
        return new Irreps(IntStream.rangeClosed(0, lmax)
                .mapToObj(l -> new MulIrrep(1, Irrep.natural(l)))
                .toList());
    }

    /** The number of terms. */
    public int size() {
        return terms.size();
    }

    /**
     * One term.
     *
     * @param index from 0
     * @return the term
     */
    public MulIrrep get(int index) {
        return terms.get(index);
    }

    /** The number of components of all terms. */
    public int dim() {
        return offset(terms.size());
    }

    /**
     * Where a term starts.
     *
     * @param index of the term, or the number of terms
     * @return the number of components of all terms before it
     */
    public int offset(int index) {
        int sum = 0;
        for (int i = 0; i < index; i++) {
            sum = Math.addExact(sum, terms.get(i).dim());
        }
        return sum;
    }

    /** The sum of the multiplicities. */
    public int numIrreps() {
        int sum = 0;
        for (MulIrrep term : terms) {
            sum = Math.addExact(sum, term.mul());
        }
        return sum;
    }

    /**
     * How often an irrep occurs.
     *
     * @param ir the irrep
     * @return the sum of the multiplicities of its terms
     */
    public int count(Irrep ir) {
        return terms.stream()
                .filter(t -> t.ir().equals(ir))
                .mapToInt(MulIrrep::mul)
                .sum();
    }

    /**
     * Whether an irrep occurs.
     *
     * @param ir the irrep
     * @return true if its count is not 0
     */
    public boolean contains(Irrep ir) {
        return count(ir) > 0;
    }

    /**
     * The largest degree of all terms, those of multiplicity 0 included.
     *
     * @throws IllegalStateException if there are no terms
     */
    public int lmax() {
        return terms.stream()
                .mapToInt(t -> t.ir().l())
                .max()
                .orElseThrow(() -> new IllegalStateException("empty irreps have no largest degree"));
    }

    /**
     * Irreps one after the other.
     *
     * @param other what follows
     * @return the terms of this, then those of the other
     */
    public Irreps plus(Irreps other) {
        List<MulIrrep> joined = new ArrayList<>(terms);
        joined.addAll(other.terms);
        return new Irreps(joined);
    }

    /**
     * Only the terms whose irrep is wanted.
     *
     * @param wanted which irreps to keep
     * @return the kept terms in order
     */
    public Irreps filter(Predicate<Irrep> wanted) {
        return new Irreps(terms.stream().filter(t -> wanted.test(t.ir())).toList());
    }

    /** Merges neighbouring terms of the same irrep and drops terms of multiplicity 0; the order is kept. */
    public Irreps simplify() {
        List<MulIrrep> merged = new ArrayList<>();
        for (MulIrrep term : terms) {
            int last = merged.size() - 1;
            if (term.mul() == 0) {
                continue;
            }
            if (last >= 0 && merged.get(last).ir().equals(term.ir())) {
                merged.set(last, new MulIrrep(Math.addExact(merged.get(last).mul(), term.mul()), term.ir()));
            } else {
                merged.add(term);
            }
        }
        return new Irreps(merged);
    }

    /**
     * Sorts the terms by degree, odd before even within a degree; equal irreps keep their order and are not merged.
     *
     * @return the sorted irreps and how to go there and back
     */
    public Sorted sort() {
        List<Integer> inverse = IntStream.range(0, terms.size())
                .boxed()
                .sorted(Comparator.comparing(i -> terms.get(i).ir()))
                .toList();
        Integer[] permutation = new Integer[terms.size()];
        for (int i = 0; i < permutation.length; i++) {
            permutation[inverse.get(i)] = i;
        }
        return new Sorted(new Irreps(inverse.stream().map(terms::get).toList()), List.of(permutation), inverse);
    }

    /**
     * All irreps of the product of two feature vectors.
     *
     * @param other the other factor
     * @return the product's irreps, sorted and simplified
     */
    public Irreps tensorProduct(Irreps other) {
        List<MulIrrep> product = new ArrayList<>();
        for (MulIrrep left : terms) {
            for (MulIrrep right : other.terms) {
                for (Irrep ir : left.ir().times(right.ir())) {
                    product.add(new MulIrrep(Math.multiplyExact(left.mul(), right.mul()), ir));
                }
            }
        }
        return new Irreps(product).sort().irreps().simplify();
    }

    /** The terms joined by +, for example {@code 8x0e+8x1o}; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return terms.stream().map(MulIrrep::toString).collect(Collectors.joining("+"));
    }

    /**
     * The outcome of sorting.
     *
     * @param irreps the sorted irreps
     * @param permutation the new position of each old term
     * @param inverse the old position of each new term
     */
    public record Sorted(Irreps irreps, List<Integer> permutation, List<Integer> inverse) {

        /** Copies the lists. */
        public Sorted {
            permutation = List.copyOf(permutation);
            inverse = List.copyOf(inverse);
        }
    }
}

package org.gaunt.o3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An irreducible representation of O(3): a degree and a parity, written {@code 0e}, {@code 1o}, {@code 2e}, ...
 *
 * <p>The natural order is e3nn's: by degree, and odd before even within a degree (0o, 0e, 1o, 1e, ...).
 *
 * @param l the degree, 0 or more
 * @param parity +1 (even, {@code e}) or -1 (odd, {@code o}): the factor that the inversion x to -x brings
 */
public record Irrep(int l, int parity) implements Comparable<Irrep> {

    private static final Pattern TEXT = Pattern.compile("\\s*(\\d+)\\s*([eoy])\\s*");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if l is negative or parity is neither 1 nor -1
     */
    public Irrep {
        if (l < 0) {
            throw new IllegalArgumentException("the degree of an irrep must be 0 or more, not " + l);
        }
        if (parity != 1 && parity != -1) {
            throw new IllegalArgumentException("the parity of an irrep must be 1 (even) or -1 (odd), not " + parity);
        }
    }

    /**
     * Reads an irrep.
     *
     * @param text a degree and a parity letter: e (even), o (odd) or y (natural, that of the spherical harmonics)
     * @return the irrep
     * @throws IllegalArgumentException if the text is not an irrep; the message contains the text
     */
    public static Irrep parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text.strip()
                    + "' is not an irrep: write a degree and a parity letter, for example 0e, 1o or 2y"
                    + " (e even, o odd, y the parity of the spherical harmonic)");
        }
        int degree;
        try {
            degree = Integer.parseInt(matcher.group(1));
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("the degree of '" + text.strip() + "' is too large", tooLarge);
        }
        return switch (matcher.group(2)) {
            case "e" -> new Irrep(degree, 1);
            case "o" -> new Irrep(degree, -1);
            default -> natural(degree);
        };
    }

    /**
     * The irrep of the spherical harmonics of a degree: 0e, 1o, 2e, 3o, ...
     *
     * @param l the degree
     * @return the irrep with parity (-1)^l
     */
    public static Irrep natural(int l) {
        return new Irrep(l, (l & 1) == 0 ? 1 : -1);
    }

    /** True if the parity is (-1)^l, that of the spherical harmonics. */
    public boolean isNatural() {
        return parity == ((l & 1) == 0 ? 1 : -1);
    }

    /** True for 0e, the irrep that no rotation and no inversion changes. */
    public boolean isScalar() {
        return l == 0 && parity == 1;
    }

    /** The number of components, 2l+1. */
    public int dim() {
        return 2 * l + 1;
    }

    /**
     * The irreps in the product of two irreps.
     *
     * @param other the other factor
     * @return all degrees from |l1-l2| to l1+l2, ascending, with the product of the parities
     */
    public List<Irrep> times(Irrep other) {
        List<Irrep> product = new ArrayList<>();
        for (int degree = Math.abs(l - other.l); degree <= l + other.l; degree++) {
            product.add(new Irrep(degree, parity * other.parity));
        }
        return Collections.unmodifiableList(product);
    }

    /**
     * Whether this irrep occurs in the product of two irreps.
     *
     * @param left one factor
     * @param right the other factor
     * @return true if the degrees satisfy the triangle rule and the parities multiply to this one's
     */
    public boolean isIn(Irrep left, Irrep right) {
        return parity == left.parity * right.parity && Wigner3j.triangle(left.l, right.l, l);
    }

    @Override
    public int compareTo(Irrep other) {
        return l != other.l ? Integer.compare(l, other.l) : Integer.compare(parity, other.parity);
    }

    /** The degree and the parity letter, for example {@code 1o}; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return l + (parity == 1 ? "e" : "o");
    }
}

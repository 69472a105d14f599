package org.gaunt.kernel.trilinear;

import java.util.ArrayList;
import java.util.List;

/** Products of real waves: which waves two of them multiply to. Negative numbers are sines, others cosines. */
final class WaveProducts {
    private WaveProducts() {}

    /** wave x times wave y contains factor times wave z. */
    record Term(int x, int y, int z, double factor) {}

    /**
     * All terms.
     *
     * @param l1 the largest wave of x
     * @param l2 the largest wave of y
     * @param l3 the largest wave of z that is kept
     */
    static List<Term> terms(int l1, int l2, int l3) {
        List<Term> terms = new ArrayList<>();
        for (int p = -l1; p <= l1; p++) {
            for (int q = -l2; q <= l2; q++) {
                int a = Math.abs(p);
                int b = Math.abs(q);
                boolean sine = p < 0 != q < 0;
                if (a == 0 || b == 0) {
                    add(terms, l3, p, q, sine ? -(a + b) : a + b, 1);
                    continue;
                }
                // cos cos = (cos(a-b) + cos(a+b))/2, sin sin = (cos(a-b) - cos(a+b))/2, sin cos = (sin(a+b) +
                // sin(a-b))/2
                add(terms, l3, p, q, sine ? -(a + b) : a + b, p < 0 && q < 0 ? -0.5 : 0.5);
                if (!sine) {
                    add(terms, l3, p, q, Math.abs(a - b), 0.5);
                } else if (a != b) {
                    add(terms, l3, p, q, -Math.abs(a - b), p < 0 == a > b ? 0.5 : -0.5);
                }
            }
        }
        return terms;
    }

    private static void add(List<Term> terms, int l3, int p, int q, int r, double factor) {
        if (Math.abs(r) <= l3) {
            terms.add(new Term(p, q, r, factor));
        }
    }
}

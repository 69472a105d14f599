package org.gaunt.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gaunt.form.Operand.Access;
import org.gaunt.kernel.trilinear.TableMap;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * Products of two inputs with more coefficients than generated code can hold: HotSpot would compile it for longer than it runs. They
 * are computed from the table ({@link TableMap}); weights of paths multiply the outcome of their path afterwards.
 */
final class ProductTabling {
    /** Above this number of coefficients the table is used. */
    static final int LONG = 700;

    private final ProductForming forming;
    private final ProductLowering lowering;

    ProductTabling(ProductForming forming, ProductLowering lowering) {
        this.forming = forming;
        this.lowering = lowering;
    }

    /** Whether a group has a long table and is of a kind that {@link #table} can take. */
    static boolean isLong(ProductForming.Key key, ProductForming.Group group, ProductLowering lowering) {
        long size =
                group.pieces.stream().mapToLong(p -> p.coefficients().size()).sum();
        if (size <= LONG) {
            return false;
        }
        Set<ProductForming.Source> inputs = new HashSet<>();
        for (ProductForming.Piece p : group.pieces) {
            int last = p.sources().size() - 1;
            int weights = weights(p);
            if (last - (weights < 0 ? 0 : 1) != 2) {
                return false;
            }
            for (int k = 0; k <= last; k++) {
                ProductForming.Source s = p.sources().get(k);
                if (s.channels() != key.resultChannels() && k != weights) {
                    return false;
                }
                if (k != weights && !lowering.slot(s.slot()).access().isRow()) {
                    return false;
                }
                if (k != weights && k != last) {
                    inputs.add(s);
                }
            }
        }
        return key.resultChannels() == (key.channels() > 1) && inputs.size() <= 2;
    }

    /** The factor of four that has one component and is not one of the two longest inputs; -1 if there are three factors. */
    private static int weights(ProductForming.Piece p) {
        if (p.sources().size() != 4) {
            return -1;
        }
        // factors keep the order of the product's operands: weights come after the inputs
        return p.counts().get(2) == 1 ? 2 : -1;
    }

    /** Makes the steps of the table; returns what is left for a form: the weights of paths. */
    ProductForming.Group table(ProductForming.Key key, ProductForming.Group group) {
        ProductForming.Piece first = group.pieces.getFirst();
        ProductForming.Source x = first.sources().get(0);
        ProductForming.Source y = first.sources().get(1);
        ProductForming.Source z = first.sources().getLast();
        ProductForming.Group rest = new ProductForming.Group();
        List<ProductForming.Piece> plain = new ArrayList<>();
        List<ProductForming.Piece> weighted = new ArrayList<>();
        group.pieces.forEach(p -> (weights(p) < 0 ? plain : weighted).add(p));
        int xSlot = slot(x, group, false);
        int ySlot = slot(y, group, false);
        if (!plain.isEmpty()) {
            add(key, plain, xSlot, ySlot, slot(z, group, true), x, y, false);
        }
        if (!weighted.isEmpty()) {
            int t = lowering.newSlot(0, Access.row());
            int width = add(key, weighted, xSlot, ySlot, t, x, y, true);
            lowering.setWidth(t, width * key.channels());
            weigh(group, weighted, t, rest);
        }
        return rest;
    }

    private int slot(ProductForming.Source s, ProductForming.Group group, boolean result) {
        ProductForming.Parts parts = group.parts.getOrDefault(s, new ProductForming.Parts());
        return s.asItIs() ? s.slot() : forming.pick(s, parts, result);
    }

    /**
     * Adds the step of a table.
     *
     * @param own whether every path has components of its own in the result, one path after another
     * @return the components of the result
     */
    private int add(
            ProductForming.Key key,
            List<ProductForming.Piece> pieces,
            int xSlot,
            int ySlot,
            int zSlot,
            ProductForming.Source x,
            ProductForming.Source y,
            boolean own) {
        record Place(int x, int xCount, int y, int yCount) {}
        Map<Place, List<TableMap.Entry>> blocks = new LinkedHashMap<>();
        int next = 0;
        for (ProductForming.Piece p : pieces) {
            // the same value may be both inputs, or the inputs may come in the other order
            boolean turned =
                    !p.sources().get(0).equals(x) || !p.sources().get(1).equals(y);
            int a = turned ? 1 : 0;
            int b = 1 - a;
            int last = p.sources().size() - 1;
            int xFirst = p.firstComponents().get(a);
            int yFirst = p.firstComponents().get(b);
            int zFirst = own ? next : p.firstComponents().get(last);
            List<TableMap.Entry> entries = blocks.computeIfAbsent(
                    new Place(xFirst, p.counts().get(a), yFirst, p.counts().get(b)), k -> new ArrayList<>());
            for (Coefficient c : p.coefficients()) {
                entries.add(new TableMap.Entry(
                        xFirst + c.components().get(a),
                        yFirst + c.components().get(b),
                        zFirst + c.components().get(last),
                        c.value()));
            }
            next += p.counts().get(last);
        }
        List<TableMap.Block> list = new ArrayList<>();
        blocks.forEach((k, entries) -> list.add(new TableMap.Block(k.x(), k.xCount(), k.y(), k.yCount(), entries)));
        int components = own ? next : lowering.slot(zSlot).width() / key.channels();
        TableMap map = new TableMap(
                lowering.slot(xSlot).width() / key.channels(),
                lowering.slot(ySlot).width() / key.channels(),
                components,
                key.channels(),
                list);
        lowering.add(new ProductStep.Trilinear(xSlot, ySlot, zSlot, map));
        return components;
    }

    /** Paths that multiply the outcome of each path with its weights. */
    private static void weigh(
            ProductForming.Group group, List<ProductForming.Piece> weighted, int t, ProductForming.Group rest) {
        int at = 0;
        for (ProductForming.Piece p : weighted) {
            ProductForming.Source z = p.sources().getLast();
            ProductForming.Source w = p.sources().get(2);
            ProductForming.Source product = new ProductForming.Source(t, z.channels(), true);
            int count = p.counts().getLast();
            rest.parts.putIfAbsent(product, new ProductForming.Parts());
            for (ProductForming.Source s : List.of(w, z)) {
                rest.parts.put(s, group.parts.getOrDefault(s, new ProductForming.Parts()));
            }
            List<Coefficient> same = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                same.add(new Coefficient(List.of(k, 0, k), 1));
            }
            rest.pieces.add(new ProductForming.Piece(
                    List.of(product, w, z),
                    List.of(at, p.firstComponents().get(2), p.firstComponents().getLast()),
                    List.of(count, 1, count),
                    same));
            at += count;
        }
    }
}

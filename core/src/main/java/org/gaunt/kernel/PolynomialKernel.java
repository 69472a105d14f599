package org.gaunt.kernel;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.CompiledPolynomial;
import org.gaunt.form.MonomialTree;
import org.gaunt.form.PolynomialMap;
import org.gaunt.kernel.PolynomialEmitter.Kind;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Polynomials of many variables with coefficients, evaluated for each row and channel: Φ = Σ_M g_M Σ_n t_n Π x, with the
 * monomials of a {@link MonomialTree}.
 *
 * <p>The polynomials of a many-body product have hundreds of monomials. Straight-line code for them overflows the instruction
 * cache and takes the compiler seconds; here short loops run over the monomials, all their work in vectors over channels. Rows
 * that share their coefficients are taken four at a time, so that a coefficient and the index of a monomial are loaded once for
 * all four, and their gradients are summed in registers.
 *
 * <p>Immutable.
 */
public final class PolynomialKernel implements CompiledPolynomial {
    /** Code for some channels: full vectors, or one by one what remains. */
    private record Part(
            int from,
            int to,
            PolynomialScratch places,
            List<PolynomialTables> tables,
            Map<Kind, PolynomialProgram> programs) {}

    private final MonomialTree tree;
    private final int channels;
    private final int variables;
    private final Precision precision;
    private final List<Part> parts;
    private final int scratchLength;

    /**
     * Generates the code.
     *
     * @param precision of all arrays
     */
    public PolynomialKernel(PolynomialMap map, Precision precision, Target target) {
        this.tree = map.tree();
        this.variables = map.variables();
        this.channels = map.channels();
        this.precision = precision;
        int lanes = target.lanes(precision);
        int whole = channels / lanes * lanes;
        Part vectors = part(0, whole, lanes, target);
        parts = whole == channels ? List.of(vectors) : List.of(vectors, part(whole, channels, 1, target));
        scratchLength = parts.stream().mapToInt(p -> p.places().length()).max().orElse(0);
    }

    private Part part(int from, int to, int lanes, Target target) {
        int rows = target.polynomialRows();
        List<PolynomialTables> tables = PolynomialTables.of(tree, rows * lanes, channels);
        int nodes = tables.stream().mapToInt(PolynomialTables::nodes).max().orElse(1);
        PolynomialScratch places = new PolynomialScratch(variables, tree.roots(), nodes, rows, lanes);
        Map<Kind, PolynomialProgram> programs = new EnumMap<>(Kind.class);
        if (from < to) {
            for (Kind kind : Kind.values()) {
                programs.put(kind, new PolynomialEmitter(kind, precision, target, places).emit());
            }
        }
        return new Part(from, to, places, tables, programs);
    }

    @Override
    public void value(Object a, Object t, int[] group, int from, int to, Object out, Workspace workspace) {
        run(Kind.VALUE, new Operands(a, t, null, null, null, t, out), group, from, to, workspace);
    }

    @Override
    public void gradient(
            Object a,
            Object t,
            Object g,
            int[] group,
            int from,
            int to,
            Object outA,
            @Nullable Object outT,
            Workspace workspace) {
        if (outT == null) {
            run(Kind.GRADIENT, new Operands(a, t, g, null, outA, t, null), group, from, to, workspace);
        } else {
            run(
                    Kind.GRADIENT_WITH_COEFFICIENTS,
                    new Operands(a, t, g, null, outA, outT, null),
                    group,
                    from,
                    to,
                    workspace);
        }
    }

    @Override
    public void tangent(
            Object a,
            Object t,
            Object g,
            Object da,
            int[] group,
            int from,
            int to,
            Object outA,
            Object outT,
            Object outG,
            Workspace workspace) {
        run(Kind.TANGENT, new Operands(a, t, g, da, outA, outT, outG), group, from, to, workspace);
    }

    /** The arrays; what a kind does not use is null, or t in the place of its gradient. */
    private record Operands(
            Object a,
            Object t,
            @Nullable Object g,
            @Nullable Object da,
            @Nullable Object outA,
            Object outT,
            @Nullable Object outG) {}

    private void run(Kind kind, Operands operands, int[] group, int begin, int end, Workspace workspace) {
        int mark = workspace.mark();
        Object scratch = workspace.numbers(precision, scratchLength);
        int groups = 0;
        for (int row = begin; row < end; row++) {
            groups = Math.max(groups, group[row] + 1);
        }
        int[] order = workspace.ints(end - begin);
        int[] ends = workspace.ints(groups + 1);
        sortByGroup(group, begin, end, groups, order, ends);
        for (Part part : parts) {
            PolynomialProgram program = part.programs().get(kind);
            if (program == null) {
                continue; // no channels
            }
            for (int g = 0; g < groups; g++) {
                int first = g == 0 ? 0 : ends[g - 1];
                for (int channel = part.from();
                        channel < part.to();
                        channel += part.places().lanes()) {
                    int t = g * tree.coefficients() * channels + channel;
                    for (int row = first; row < ends[g]; row += part.places().rows()) {
                        int last = Math.min(row + part.places().rows(), ends[g]);
                        load(part.places(), program, operands, order, row, last, channel, scratch);
                        for (int root = 0; root < tree.roots(); root++) {
                            program.run(root, part.tables().get(root), operands.t(), t, operands.outT(), t, scratch);
                        }
                        save(part.places(), program, operands, order, row, last, channel, scratch);
                    }
                }
            }
        }
        workspace.release(mark);
    }

    /** Fills the order of the rows by groups and the end of each group; {@code ends} has one place more. */
    private static void sortByGroup(int[] group, int from, int to, int groups, int[] order, int[] ends) {
        Arrays.fill(ends, 0, groups + 1, 0);
        for (int row = from; row < to; row++) {
            ends[group[row] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            ends[g + 1] += ends[g];
        }
        for (int row = from; row < to; row++) {
            order[ends[group[row]]++] = row;
        }
    }

    private void load(
            PolynomialScratch places,
            PolynomialProgram program,
            Operands operands,
            int[] order,
            int from,
            int to,
            int channel,
            Object scratch) {
        if (to - from < places.rows()) {
            Precision.clear(scratch, 0, places.s()); // rows that are missing count as zeros
        } else {
            Precision.clear(scratch, places.outX(), places.g());
        }
        for (int k = from; k < to; k++) {
            int place = (k - from) * places.lanes();
            int x = order[k] * variables * channels + channel;
            program.pack(operands.a(), x, channels, variables, scratch, places.x() + place);
            if (operands.da() != null) {
                program.pack(operands.da(), x, channels, variables, scratch, places.dx() + place);
            }
            if (operands.g() != null) {
                int g = order[k] * tree.roots() * channels + channel;
                program.pack(operands.g(), g, channels, tree.roots(), scratch, places.g() + place);
            }
        }
    }

    private void save(
            PolynomialScratch places,
            PolynomialProgram program,
            Operands operands,
            int[] order,
            int from,
            int to,
            int channel,
            Object scratch) {
        for (int k = from; k < to; k++) {
            int place = (k - from) * places.lanes();
            if (operands.outA() != null) {
                int x = order[k] * variables * channels + channel;
                program.unpack(scratch, places.outX() + place, variables, operands.outA(), x, channels);
            }
            if (operands.outG() != null) {
                int g = order[k] * tree.roots() * channels + channel;
                program.unpack(scratch, places.value() + place, tree.roots(), operands.outG(), g, channels);
            }
        }
    }
}

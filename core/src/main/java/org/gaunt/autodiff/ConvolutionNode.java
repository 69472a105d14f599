package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledConvolution;
import org.gaunt.form.ConvolutionEdges;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.ConvolutionShape;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * The values of a {@link ConvolutionMap}.
 *
 * @param rows the edges, with the index arrays of x, w and z
 */
record ConvolutionNode(ConvolutionMap map, Rows rows, Var x, Var y, Var w, Var output) implements Node {

    /** Evaluates the map. */
    static Var evaluate(Tape tape, ConvolutionMap map, Rows rows, Var x, Var y, Var w) {
        ConvolutionShape shape = map.shape();
        if (rows.index().size() != 3) {
            throw new IllegalArgumentException(
                    "a convolution needs three index arrays (of x, of w and of the result), but "
                            + rows.index().size() + " were given");
        }
        int channels = map.channels();
        tape.check(
                x,
                (long) rows.domain().get(0) * shape.xSize() * channels,
                y.precision(),
                "features x of a convolution");
        tape.check(y, (long) rows.count() * shape.ySize(), y.precision(), "functions y of the edges of a convolution");
        tape.check(
                w,
                (long) rows.domain().get(1) * shape.weights() * channels,
                y.precision(),
                "weights w of a convolution");
        int tags = x.tags() | y.tags() | w.tags();
        Var z = tape.zeros(y.precision(), rows.domain().get(2), shape.zSize() * channels, tags);
        CompiledConvolution compiled = tape.backend().compile(map, y.precision());
        inRounds(
                tape,
                rows,
                List.of(2),
                (edges, workspace) -> compiled.value(edges, x.array(), y.array(), w.array(), z.array(), workspace));
        tape.record(new ConvolutionNode(map, rows, x, y, w, z), tags);
        return z;
    }

    /** True if every edge has its own row of weights, one after the other. */
    static boolean takesWeightsInOrder(Rows rows) {
        int[] weight = rows.index().get(1);
        for (int edge = 0; edge < rows.count(); edge++) {
            if (weight[edge] != edge) {
                return false;
            }
        }
        return rows.domain().get(1) == rows.count();
    }

    private interface Step {
        void run(ConvolutionEdges edges, Workspace workspace);
    }

    /**
     * Takes edges in their rounds.
     *
     * @param added numbers of the index arrays of operands that are added to
     */
    private static void inRounds(Tape tape, Rows rows, List<Integer> added, Step step) {
        Rounds rounds = rows.rounds();
        if (rounds == null
                || !added.stream().allMatch(k -> rounds.keepsApart(rows.index().get(k)))) {
            step.run(edges(rows, 0, rows.count()), tape.workspace());
            return;
        }
        Shards.rounds(
                tape.shards(),
                rounds,
                tape.workspace(),
                (number, from, to, workspace) -> step.run(edges(rows, from, to), workspace));
    }

    /** The index arrays of rows as a kernel wants them. */
    static ConvolutionEdges edges(Rows rows, int from, int to) {
        return new ConvolutionEdges(
                from, to, rows.index().get(0), rows.index().get(1), rows.index().get(2));
    }

    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {x, y, w};
    }

    @Override
    public Var[] outputs() {
        return new Var[] {output};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        Var g = cotangents[0];
        if (g == null) {
            return;
        }
        Var[] inputs = {x, y, w};
        @Nullable Var[] into = new @Nullable Var[3];
        @Nullable Var[] results = new @Nullable Var[3];
        int tags = x.tags() | y.tags() | w.tags() | g.tags();
        boolean inOrder = takesWeightsInOrder(rows);
        boolean any = false;
        for (int k = 0; k < 3; k++) {
            if (sink.wants(inputs[k])) {
                any = true;
                into[k] = sink.inPlace(inputs[k]);
                results[k] = into[k] != null ? into[k] : room(tape, inputs[k], tags, inOrder && k == 2);
            }
        }
        if (!any) {
            return;
        }
        boolean newW = inOrder && into[2] == null;
        Var outY = results[1];
        CompiledConvolution compiled = tape.backend().compile(map, g.precision());
        Object byX = orUnused(tape, results[0], x).array();
        Object byY = outY == null ? null : outY.array();
        Object byW = (results[2] != null ? results[2] : room(tape, w, 0, newW)).array();
        List<Integer> added = new ArrayList<>();
        if (results[0] != null) {
            added.add(0);
        }
        if (results[2] != null) {
            added.add(1);
        }
        inRounds(
                tape,
                rows,
                added,
                (edges, workspace) -> compiled.gradient(
                        edges, x.array(), y.array(), w.array(), g.array(), byX, byY, byW, newW, workspace));
        tape.record(new ConvolutionGradientNode(map, rows, x, y, w, g, results), tags);
        for (int k = 0; k < 3; k++) {
            Var result = results[k];
            if (result != null && into[k] == null) {
                sink.add(inputs[k], result);
            }
        }
    }

    /** A gradient of the shape of an input, zero unless it is written whatever it contains. */
    static Var room(Tape tape, Var like, int tags, boolean written) {
        return written
                ? tape.newValue(
                        like.precision(), like.rows(), like.width(), tape.take(like.precision(), like.length()), tags)
                : tape.zeros(like.precision(), like.rows(), like.width(), tags);
    }

    /** Where a gradient goes that is computed beside others though nobody wants it. */
    static Var orUnused(Tape tape, @Nullable Var result, Var like) {
        return result != null ? result : room(tape, like, 0, false);
    }
}

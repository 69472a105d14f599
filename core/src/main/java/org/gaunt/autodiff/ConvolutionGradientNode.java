package org.gaunt.autodiff;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a {@link ConvolutionMap}.
 *
 * @param g the dual of its value
 * @param gradients by x, y and w, null where not wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConvolutionGradientNode(
        ConvolutionMap map,
        Rows rows,
        Var x,
        Var y,
        Var w,
        Var g,
        @Nullable Var[] gradients) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {x, y, w, g};
    }

    @Override
    public Var[] outputs() {
        return Arrays.stream(gradients).filter(Objects::nonNull).toArray(Var[]::new);
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        if (tape.recording() || sink.wants(y)) {
            // any order, any direction: the form with its dual seated, whose gradients this node computed
            Form gradient = map.form().contract(ConvolutionMap.Z);
            int[] seats =
                    IntStream.range(0, 3).filter(k -> gradients[k] != null).toArray();
            @Nullable Var[] operands = {x, y, w, null, g};
            new FormNode(gradient, map.channels(), rows, operands, seats, outputs()).backward(tape, cotangents, sink);
            return;
        }
        Var[] directions = new Var[3];
        Var[] inputs = {x, y, w};
        int next = 0;
        for (int k = 0; k < 3; k++) {
            Var direction = gradients[k] == null ? null : cotangents[next++];
            directions[k] = ConvolutionNode.orUnused(tape, direction, inputs[k]);
        }
        Var intoX = sink.wants(x) ? sink.inPlace(x) : null;
        Var intoW = sink.wants(w) ? sink.inPlace(w) : null;
        Var intoG = sink.wants(g) ? sink.inPlace(g) : null;
        Var outX = ConvolutionNode.orUnused(tape, intoX, x);
        boolean newW = intoW == null && ConvolutionNode.takesWeightsInOrder(rows);
        Var outW = intoW != null ? intoW : ConvolutionNode.room(tape, w, 0, newW);
        Var outG = ConvolutionNode.orUnused(tape, intoG, g);
        tape.backend()
                .compile(map, g.precision())
                .tangent(
                        ConvolutionNode.edges(rows, 0, rows.count()),
                        x.array(),
                        y.array(),
                        w.array(),
                        g.array(),
                        directions[0].array(),
                        directions[1].array(),
                        directions[2].array(),
                        outX.array(),
                        outW.array(),
                        newW,
                        outG.array(),
                        tape.workspace());
        PolynomialNode.give(sink, x, sink.wants(x), intoX, outX);
        PolynomialNode.give(sink, w, sink.wants(w), intoW, outW);
        PolynomialNode.give(sink, g, sink.wants(g), intoG, outG);
    }
}

package org.gaunt.kernel.convolution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.form.CompiledConvolution;
import org.gaunt.form.ConvolutionEdges;
import org.gaunt.form.ConvolutionPath;
import org.gaunt.form.ConvolutionShape;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A channelwise convolution: z[receiver][k][c] += Σ over edges and paths of w[pair][path][c] Σ_ij c_ijk x[sender][i][c] y[edge][j],
 * with the gradients by x, y and w, and the derivatives of these gradients.
 *
 * <p>The coefficients and y are contracted first, for as many edges at a time as a vector has lanes: M_ik = Σ_j c_ijk y_j has no
 * channels. What is left over channels is, for every path, w times M times x, multiplications by broadcast numbers with sums in
 * registers.
 *
 * <p>Immutable. Rows are [component][channel].
 */
public final class ConvolutionKernel implements CompiledConvolution {
    private record Part(PathTable table, PathProgram program) {}

    private final int ySize;
    private final int mWidth;
    private final int wWidth;
    private final int lanes;
    private final int atOnce;
    private final Precision precision;
    private final ContractionProgram contraction;
    private final ContractionTable toM;
    private final ContractionTable toY;
    private final List<Part> parts = new ArrayList<>();

    private ConvolutionKernel(ConvolutionShape shape, int channels, Factory factory) {
        ySize = shape.ySize();
        wWidth = shape.weights() * channels;
        precision = factory.precision;
        lanes = factory.target.lanes(precision);
        atOnce = factory.target.convolutions().contracted(lanes);
        contraction = factory.contraction;
        List<ConvolutionPath> paths = shape.paths().stream()
                .flatMap(p -> PathParts.of(p, factory.target.convolutions().matrix()).stream())
                .toList();
        mWidth = paths.stream().mapToInt(p -> PathPattern.of(p).size()).sum();
        ConstantMatrix.Builder coefficients = ConstantMatrix.builder(mWidth, ySize);
        int m = 0;
        for (ConvolutionPath p : paths) {
            PathPattern pattern = PathPattern.of(p);
            parts.add(new Part(
                    new PathTable(
                            p.x() * channels,
                            shape.xSize() * channels,
                            p.weight() * channels,
                            shape.weights() * channels,
                            p.z() * channels,
                            shape.zSize() * channels,
                            m,
                            mWidth),
                    factory.program(pattern, channels)));
            for (int entry : pattern.entries()) {
                for (int j = 0; j < p.ySize(); j++) {
                    double c = p.coefficients()[entry / p.zSize()][j][entry % p.zSize()];
                    coefficients.set(m, p.y() + j, c);
                }
                m++;
            }
        }
        ConstantMatrix contracted = coefficients.build();
        toM = ContractionTable.of(contracted, factory.precision, lanes);
        toY = ContractionTable.of(contracted.transpose(), factory.precision, lanes);
    }

    /** Kernels of one precision and target, which share their generated code. For several threads. */
    public static final class Factory {
        private record Key(PathPattern pattern, int channels) {}

        private final Precision precision;
        private final Target target;
        private final ContractionProgram contraction;
        private final Map<Key, PathProgram> programs = new HashMap<>();

        public Factory(Target target, Precision precision) {
            this.precision = precision;
            this.target = target;
            this.contraction = new ContractionEmitter(precision, target).emit();
        }

        /** A kernel for operands with a number of channels. */
        public ConvolutionKernel kernel(ConvolutionShape shape, int channels) {
            return new ConvolutionKernel(shape, channels, this);
        }

        private PathProgram program(PathPattern pattern, int channels) {
            synchronized (programs) {
                return programs.computeIfAbsent(
                        new Key(pattern, channels),
                        key -> new PathEmitter(pattern, channels, precision, target).emit());
            }
        }
    }

    /** Numbers of M of a block of edges and y with edges as lanes. */
    private Object scratch(Workspace workspace) {
        return workspace.numbers(precision, (mWidth + ySize * atOnce) * lanes);
    }

    @Override
    public void value(ConvolutionEdges edges, Object x, Object y, Object w, Object z, Workspace workspace) {
        int mark = workspace.mark();
        Object scratch = scratch(workspace);
        for (int from = edges.first(); from < edges.end(); from += lanes) {
            int to = Math.min(edges.end(), from + lanes);
            matrices(y, from, to, scratch);
            for (Part part : parts) {
                part.program().value(part.table(), edges, from, to, x, w, scratch, z);
            }
        }
        workspace.release(mark);
    }

    @Override
    public void gradient(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            Object outX,
            @Nullable Object outY,
            Object outW,
            boolean newW,
            Workspace workspace) {
        int mark = workspace.mark();
        Object scratch = scratch(workspace);
        // M's gradient for a block of edges, over lanes
        Object partial = workspace.numbers(precision, outY == null ? 0 : mWidth * lanes * lanes);
        for (int from = edges.first(); from < edges.end(); from += lanes) {
            int to = Math.min(edges.end(), from + lanes);
            matrices(y, from, to, scratch);
            clear(outW, newW, from, to);
            for (Part part : parts) {
                part.program().gradient(part.table(), edges, from, to, x, w, scratch, g, outX, outW);
            }
            if (outY != null) {
                for (Part part : parts) {
                    part.program().matrices(part.table(), edges, from, to, x, w, g, partial);
                }
                gradientByY(from, to, partial, outY, scratch);
            }
        }
        workspace.release(mark);
    }

    @Override
    public void tangent(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            Object dx,
            Object dy,
            Object dw,
            Object outX,
            Object outW,
            boolean newW,
            Object outG,
            Workspace workspace) {
        int mark = workspace.mark();
        Object scratch = scratch(workspace);
        Object tangents = scratch(workspace);
        for (int from = edges.first(); from < edges.end(); from += lanes) {
            int to = Math.min(edges.end(), from + lanes);
            matrices(y, from, to, scratch);
            clear(outW, newW, from, to);
            matrices(dy, from, to, tangents);
            for (Part part : parts) {
                part.program().tangentValue(part.table(), edges, from, to, x, dx, w, dw, scratch, tangents, outG);
                part.program()
                        .tangentGradient(part.table(), edges, from, to, x, dx, w, dw, scratch, tangents, g, outX, outW);
            }
        }
        workspace.release(mark);
    }

    /** Rows of a gradient by w shortly before they are added to: cleared all at once they would come from memory again. */
    private void clear(Object outW, boolean newW, int from, int to) {
        if (newW) {
            Precision.clear(outW, from * wWidth, to * wWidth);
        }
    }

    /** From partial sums of M's gradient; where a block has fewer edges than are contracted at once, the others are not used. */
    private void gradientByY(int from, int to, Object partial, Object outY, Object scratch) {
        int ofEdge = mWidth * lanes;
        int stride = ySize * lanes;
        for (int first = from; first < to; first += atOnce) {
            contraction.applyToSome(toY, partial, (first - from) * ofEdge, ofEdge, scratch, ofEdge, stride);
            for (int edge = first; edge < Math.min(to, first + atOnce); edge++) {
                contraction.addSums(scratch, ofEdge + (edge - first) * stride, ySize, outY, edge * ySize);
            }
        }
    }

    /** M of a block of edges. */
    private void matrices(Object y, int from, int to, Object scratch) {
        int functions = mWidth * lanes;
        contraction.transpose(y, from * ySize, ySize, to - from, scratch, functions);
        contraction.apply(toM, scratch, functions, scratch, 0);
    }
}

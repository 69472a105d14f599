package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.Map;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.convolution.SegmentTask.Operand;
import org.gaunt.kernel.convolution.SegmentTask.Space;

/**
 * Emits the loops of one task of a {@link SegmentProgram} over edges, channels and rows as the body of a static method: its
 * parameters are the tables, the edges, the first and the end edge, the edge that M's first numbers belong to, the first and the
 * end channel, and the arrays of the task's operands.
 *
 * <p>What all rows read or add to, the components of x or of its gradient, stays in registers while the rows pass.
 */
final class SegmentLoop {
    private static final ClassDesc TABLES =
            SegmentTables.class.describeConstable().orElseThrow();
    private static final ClassDesc EDGES =
            ConvolutionEdges.class.describeConstable().orElseThrow();
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int FIRST_OF_M = 4;
    private static final int FIRST_CHANNEL = 5;
    private static final int END_CHANNEL = 6;
    private static final int ARRAYS = 7;

    private final SegmentTask task;
    private final int size;
    private final int vectors;
    private final int partialLanes;
    private final LaneAssembler lanes;
    private final CodeBuilder code;

    // locals: the edge, its first numbers in each space, and the same at the channel and the row
    private final int edge;
    private final Map<Space, Integer> base = new EnumMap<>(Space.class);
    private final int channel;
    private final int[] component;
    private final int row;
    private final Map<Space, Integer> at = new EnumMap<>(Space.class);
    private final int partial;

    /**
     * Makes an emitter.
     *
     * @param size components of the segment of x
     * @param vectors of channels handled together
     * @param partialLanes lanes that each of M's partial sums has
     * @param lanes emits the method's code
     */
    SegmentLoop(SegmentTask task, int size, int vectors, int partialLanes, LaneAssembler lanes) {
        this.task = task;
        this.size = size;
        this.vectors = vectors;
        this.partialLanes = partialLanes;
        this.lanes = lanes;
        this.code = lanes.code();
        edge = integer();
        channel = integer();
        row = integer();
        partial = integer();
        component = new int[size];
        for (int i = 0; i < size; i++) {
            component[i] = integer();
        }
        for (Space space : Space.values()) {
            base.put(space, integer());
            at.put(space, integer());
        }
    }

    void emit() {
        int zTable = table("z");
        int wTable = table("w");
        int mTable = table("m");
        loop(edge, FROM, TO, 1, () -> {
            row(Space.X, () -> index("input"), "xWidth");
            code.iload(local(base, Space.X));
            field("x");
            code.iadd().istore(local(base, Space.X));
            row(Space.W, () -> index("weight"), "wWidth");
            row(Space.Z, () -> index("receiver"), "zWidth");
            row(Space.M, () -> code.iload(edge).iload(FIRST_OF_M).isub(), "mWidth");
            loop(channel, FIRST_CHANNEL, END_CHANNEL, vectors * lanes.lanes(), () -> {
                for (int i = 0; i < size; i++) {
                    if (i == 0) {
                        code.iload(local(base, Space.X)).iload(channel).iadd();
                    } else {
                        code.iload(component[i - 1]);
                        field("channels");
                        code.iadd();
                    }
                    code.istore(component[i]);
                }
                int zBase = sum(local(base, Space.Z), channel);
                int wBase = sum(local(base, Space.W), channel);
                Runnable body = prepare();
                code.iconst_0().istore(row).iconst_0().istore(partial);
                Label top = code.newLabel();
                Label end = code.newLabel();
                code.labelBinding(top).iload(row).aload(mTable).arraylength().if_icmpge(end);
                entry(zTable, zBase, Space.Z);
                entry(wTable, wBase, Space.W);
                entry(mTable, local(base, Space.M), Space.M);
                body.run();
                code.iinc(row, 1).goto_(top).labelBinding(end);
                finish();
            });
        });
        code.return_();
    }

    /** The vectors of x, of its tangent or of its gradient [component][vector]. */
    private int[][] x = new int[0][];

    private int[][] dx = new int[0][];

    /** Emits what comes before the rows and returns what is emitted for a row. */
    private Runnable prepare() {
        x = givesInputs() ? zeros() : loadComponents(Operand.X);
        dx = task == SegmentTask.TANGENTS ? loadComponents(Operand.DX) : x;
        return switch (task) {
            case VALUE -> this::value;
            case WEIGHTS -> this::weights;
            case INPUTS -> this::inputs;
            case MATRICES -> this::matrices;
            case TANGENTS -> this::tangents;
            case INPUT_TANGENTS -> this::inputTangents;
        };
    }

    /** Whether the gradient of x is what stays in registers. */
    private boolean givesInputs() {
        return task == SegmentTask.INPUTS || task == SegmentTask.INPUT_TANGENTS;
    }

    /** Adds the gradient of x to memory. */
    private void finish() {
        if (!givesInputs()) {
            return;
        }
        for (int i = 0; i < size; i++) {
            for (int u = 0; u < vectors; u++) {
                lanes.load(array(Operand.OUT_X), component[i], u * lanes.lanes());
                lanes.get(x[i][u]);
                lanes.add();
                lanes.store(array(Operand.OUT_X), component[i], u * lanes.lanes());
            }
        }
    }

    private void value() {
        int[] v = product(Operand.M, x, null);
        for (int u = 0; u < vectors; u++) {
            load(Operand.W, u);
            lanes.get(v[u]);
            addTo(Operand.Z, u);
        }
    }

    private void weights() {
        int[] v = product(Operand.M, x, null);
        for (int u = 0; u < vectors; u++) {
            load(Operand.G, u);
            lanes.get(v[u]);
            addTo(Operand.OUT_W, u);
        }
    }

    private void inputs() {
        int[] h = weighted(Operand.W);
        for (int i = 0; i < size; i++) {
            int m = matrixElement(Operand.M, i);
            for (int u = 0; u < vectors; u++) {
                lanes.get(m);
                lanes.get(h[u]);
                addToLocal(x[i][u]);
            }
        }
    }

    private void matrices() {
        int[] h = weighted(Operand.W);
        for (int i = 0; i < size; i++) {
            lanes.load(array(Operand.PARTIAL), partial, i * partialLanes);
            int sum = lanes.newVector();
            lanes.put(sum);
            for (int u = 0; u < vectors; u++) {
                lanes.get(x[i][u]);
                lanes.get(h[u]);
                addToLocal(sum);
            }
            lanes.get(sum);
            lanes.store(array(Operand.PARTIAL), partial, i * partialLanes);
        }
        code.iinc(partial, size * partialLanes);
    }

    private void tangents() {
        int[] v = product(Operand.M, x, null);
        int[] t = product(Operand.DM, x, product(Operand.M, dx, null));
        for (int u = 0; u < vectors; u++) {
            load(Operand.W, u);
            lanes.get(t[u]);
            load(Operand.DW, u);
            lanes.get(v[u]);
            load(Operand.OUT_G, u);
            lanes.fma();
            lanes.fma();
            store(Operand.OUT_G, u);
            load(Operand.G, u);
            lanes.get(t[u]);
            addTo(Operand.OUT_W, u);
        }
    }

    private void inputTangents() {
        int[] h = weighted(Operand.W);
        int[] dh = weighted(Operand.DW);
        for (int i = 0; i < size; i++) {
            int m = matrixElement(Operand.M, i);
            int dm = matrixElement(Operand.DM, i);
            for (int u = 0; u < vectors; u++) {
                lanes.get(dm);
                lanes.get(h[u]);
                lanes.get(m);
                lanes.get(dh[u]);
                lanes.get(x[i][u]);
                lanes.fma();
                lanes.fma();
                lanes.put(x[i][u]);
            }
        }
    }

    /** Σ_i M_ki x_i for the row, added to the given vectors if there are any; these are overwritten. */
    private int[] product(Operand matrix, int[][] factors, int @org.jspecify.annotations.Nullable [] sum) {
        int[] v = sum == null ? locals() : sum;
        for (int i = 0; i < size; i++) {
            int m = matrixElement(matrix, i);
            for (int u = 0; u < vectors; u++) {
                lanes.get(m);
                lanes.get(factors[i][u]);
                if (i == 0 && sum == null) {
                    lanes.mul();
                    lanes.put(v[u]);
                } else {
                    addToLocal(v[u]);
                }
            }
        }
        return v;
    }

    /** The weight times g. */
    private int[] weighted(Operand weight) {
        int[] h = locals();
        for (int u = 0; u < vectors; u++) {
            load(weight, u);
            load(Operand.G, u);
            lanes.mul();
            lanes.put(h[u]);
        }
        return h;
    }

    private int matrixElement(Operand matrix, int i) {
        int vector = lanes.newVector();
        lanes.broadcastElement(array(matrix), local(at, Space.M), i);
        lanes.put(vector);
        return vector;
    }

    private int[][] loadComponents(Operand operand) {
        int[][] result = new int[size][];
        for (int i = 0; i < size; i++) {
            result[i] = locals();
            for (int u = 0; u < vectors; u++) {
                lanes.load(array(operand), component[i], u * lanes.lanes());
                lanes.put(result[i][u]);
            }
        }
        return result;
    }

    private int[][] zeros() {
        int[][] result = new int[size][];
        for (int i = 0; i < size; i++) {
            result[i] = locals();
            for (int u = 0; u < vectors; u++) {
                lanes.zero();
                lanes.put(result[i][u]);
            }
        }
        return result;
    }

    private int[] locals() {
        int[] result = new int[vectors];
        for (int u = 0; u < vectors; u++) {
            result[u] = lanes.newVector();
        }
        return result;
    }

    private int array(Operand operand) {
        return ARRAYS + task.operands().indexOf(operand);
    }

    private void load(Operand operand, int u) {
        lanes.load(array(operand), local(at, operand.space()), u * lanes.lanes());
    }

    private void store(Operand operand, int u) {
        lanes.store(array(operand), local(at, operand.space()), u * lanes.lanes());
    }

    /** Adds the product of the two vectors on the stack to an operand in memory. */
    private void addTo(Operand operand, int u) {
        load(operand, u);
        lanes.fma();
        store(operand, u);
    }

    private void addToLocal(int sum) {
        lanes.get(sum);
        lanes.fma();
        lanes.put(sum);
    }

    // integer code

    private static int local(Map<Space, Integer> locals, Space space) {
        Integer slot = locals.get(space);
        if (slot == null) {
            throw new IllegalStateException("no local for " + space);
        }
        return slot;
    }

    private int integer() {
        return lanes.code().allocateLocal(TypeKind.INT);
    }

    private void loop(int counter, int from, int to, int step, Runnable body) {
        Label top = code.newLabel();
        Label end = code.newLabel();
        code.iload(from).istore(counter);
        code.labelBinding(top).iload(counter).iload(to).if_icmpge(end);
        body.run();
        code.iinc(counter, step).goto_(top).labelBinding(end);
    }

    private int sum(int a, int b) {
        int local = integer();
        code.iload(a).iload(b).iadd().istore(local);
        return local;
    }

    private void field(String name) {
        code.aload(0).invokevirtual(TABLES, name, MethodTypeDesc.of(CD_int));
    }

    private int table(String name) {
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(0)
                .invokevirtual(TABLES, name, MethodTypeDesc.of(CD_int.arrayType()))
                .astore(local);
        return local;
    }

    private void index(String name) {
        code.aload(1)
                .invokevirtual(EDGES, name, MethodTypeDesc.of(CD_int.arrayType()))
                .iload(edge)
                .iaload();
    }

    private void row(Space space, Runnable number, String width) {
        number.run();
        field(width);
        code.imul().istore(local(base, space));
    }

    private void entry(int table, int first, Space space) {
        code.aload(table).iload(row).iaload().iload(first).iadd().istore(local(at, space));
    }
}

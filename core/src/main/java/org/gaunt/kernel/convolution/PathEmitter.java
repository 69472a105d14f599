package org.gaunt.kernel.convolution;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gaunt.form.ConvolutionEdges;
import org.gaunt.kernel.code.BytecodeLoops;
import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.LaneTypes;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Emits a {@link PathProgram}: for each task a method for vectors of channels and one for the single channels that are left. All
 * paths of one pattern share this code, whatever the product.
 */
final class PathEmitter {
    private static final String NAME = "GeneratedPath";
    private static final ClassDesc TABLE = PathTable.class.describeConstable().orElseThrow();
    private static final ClassDesc EDGES =
            ConvolutionEdges.class.describeConstable().orElseThrow();

    private final PathPattern pattern;
    private final int channels;
    private final Precision precision;
    private final Target target;
    private final ClassDesc array;

    /** Channels handled in one loop. */
    private record Range(String name, int first, int end, int lanes) {}

    /**
     * Makes an emitter.
     *
     * @param channels of x, w and z
     */
    PathEmitter(PathPattern pattern, int channels, Precision precision, Target target) {
        this.pattern = pattern;
        this.channels = channels;
        this.precision = precision;
        this.target = target;
        this.array = LaneTypes.array(precision);
    }

    PathProgram emit() {
        byte[] bytes = GeneratedClass.assemble(NAME, PathProgram.class, c -> {
            for (PathTask task : PathTask.values()) {
                emitTask(c, task);
            }
        });
        return GeneratedClass.instantiate(bytes, PathProgram.class, MethodHandles.lookup());
    }

    private void emitTask(ClassBuilder c, PathTask task) {
        List<Range> ranges = ranges();
        for (Range range : ranges) {
            c.withMethodBody(
                    loop(task, range),
                    type(task, array),
                    ClassFile.ACC_STATIC,
                    code -> new PathLoop(
                                    task,
                                    pattern,
                                    channels,
                                    target.lanes(precision),
                                    new BytecodeLoops(code, precision, target, range.lanes()))
                            .emit(range.first(), range.end()));
        }
        c.withMethodBody(task.method(), type(task, CD_Object), ClassFile.ACC_PUBLIC, code -> {
            for (Range range : ranges) {
                code.aload(1).aload(2).iload(3).iload(4);
                for (int k = 0; k < task.operands().size(); k++) {
                    code.aload(5 + k).checkcast(array);
                }
                code.invokestatic(GeneratedClass.nameOf(NAME, PathProgram.class), loop(task, range), type(task, array));
            }
            code.return_();
        });
    }

    private static String loop(PathTask task, Range range) {
        return task.method() + range.name() + "Loop";
    }

    /** Table, edges, first and end edge, the arrays. */
    private static MethodTypeDesc type(PathTask task, ClassDesc array) {
        List<ClassDesc> parameters = new ArrayList<>(List.of(TABLE, EDGES, CD_int, CD_int));
        parameters.addAll(Collections.nCopies(task.operands().size(), array));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** All channels that fill vectors, and the rest. */
    private List<Range> ranges() {
        int lanes = target.lanes(precision);
        int full = channels - channels % lanes;
        List<Range> ranges = new ArrayList<>();
        if (full > 0) {
            ranges.add(new Range("", 0, full, lanes));
        }
        if (full < channels) {
            ranges.add(new Range("Single", full, channels, 1));
        }
        return ranges;
    }
}

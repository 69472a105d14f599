package org.gaunt.kernel.form;

import java.util.List;
import org.gaunt.form.CompiledForm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A compiled form.
 *
 * @param program the code
 * @param precision of all arrays
 * @param readsOperand which operands are read
 * @param scratchLength how many numbers of scratch space the code needs
 * @param codeLengths the length of every generated method in bytes of bytecode
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FormKernel(
        RowProgram program, Precision precision, boolean[] readsOperand, int scratchLength, List<Integer> codeLengths)
        implements CompiledForm {
    @Override
    public boolean reads(int operand) {
        return readsOperand[operand];
    }

    @Override
    public void run(@Nullable Object[] arrays, int[][] index, int from, int to, Workspace workspace) {
        int mark = workspace.mark();
        program.run(arrays, index, from, to, workspace.numbers(precision, scratchLength));
        workspace.release(mark);
    }
}

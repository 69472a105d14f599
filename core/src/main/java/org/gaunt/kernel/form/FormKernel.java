package org.gaunt.kernel.form;

import java.util.List;

/**
 * A compiled form.
 *
 * @param program the code; safe for use by several threads, each with a scratch array of its own
 * @param reads which operands are read
 * @param scratchLength how many numbers of scratch space a thread needs
 * @param codeLengths the length of every generated method in bytes of bytecode
 */
public record FormKernel(RowProgram program, boolean[] reads, int scratchLength, List<Integer> codeLengths) {}

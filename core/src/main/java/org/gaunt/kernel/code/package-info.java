/**
 * Internal. Generated code: what it is generated for, and the vocabulary of loops that kernels are written in.
 *
 * <p>Start with {@link org.gaunt.kernel.code.Target}, which says what code is generated for, and
 * {@link org.gaunt.kernel.code.LoopBuilder}, in which kernels say what is to be done; {@link org.gaunt.kernel.code.BytecodeLoops} prints
 * it as bytecode of the Vector API or of plain numbers. Another kind of machine code is another printer.
 */
@NullMarked
package org.gaunt.kernel.code;

import org.jspecify.annotations.NullMarked;

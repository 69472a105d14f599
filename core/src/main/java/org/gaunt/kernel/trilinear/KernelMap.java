package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/** A trilinear map that has a kernel here. */
public interface KernelMap extends TrilinearMap {
    /** Code that evaluates this map; expensive, to be made once. */
    CompiledTrilinearMap kernel(Precision precision, Target target);
}

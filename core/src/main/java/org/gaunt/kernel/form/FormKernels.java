package org.gaunt.kernel.form;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gaunt.form.Form;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Compiles forms when they are first needed and keeps the code; start here to run a {@link Form}.
 *
 * <p>Safe for use by several threads. The code lives as long as this object.
 */
public final class FormKernels {
    private record Key(Form form, int channels, int seats, int accumulate, Precision precision) {}

    private final Target target;
    private final Map<Key, FormKernel> kernels = new ConcurrentHashMap<>();

    public FormKernels(Target target) {
        this.target = target;
    }

    /**
     * The code that evaluates a form.
     *
     * @param channels the number of channels of the operands that have them
     * @param seats the open seats, ascending
     * @param accumulate for each seat whether to add to what is there rather than overwrite it; seats that are gathered or shared
     *     are always added to
     */
    public FormKernel get(Form form, int channels, int[] seats, boolean[] accumulate, Precision precision) {
        boolean[] add = new boolean[seats.length];
        for (int s = 0; s < seats.length; s++) {
            add[s] = accumulate[s] || !form.operands().get(seats[s]).access().isRow();
        }
        return single(form, channels, seats, add, precision);
    }

    /**
     * The same for programs that run one row at a time: seats that are gathered or shared can be overwritten as well.
     *
     * @param add for each seat whether to add to what is there
     */
    public FormKernel single(Form form, int channels, int[] seats, boolean[] add, Precision precision) {
        int added = 0;
        for (int s = 0; s < seats.length; s++) {
            added |= add[s] ? 1 << s : 0;
        }
        Key key = new Key(form, channels, Form.maskOf(seats), added, precision);
        FormKernel known = kernels.get(key);
        return known != null
                ? known
                : kernels.computeIfAbsent(
                        key, k -> FormCompiler.compile(form, channels, seats, add, precision, target));
    }
}

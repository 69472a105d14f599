package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gaunt.kernel.code.GeneratedClass;
import org.gaunt.kernel.code.LaneKernels;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.code.Value;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedClassTest {
    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void methodsOfMatrixProductsAreShortEnoughToBeCompiled(Provider provider, Precision precision) {
        assertThat(GeneratedClass.methodSizes(new GemmEmitter(Target.of(provider), precision).classFile()))
                .hasSizeGreaterThan(10)
                .allSatisfy(size -> assertThat(size.bytes()).as(size.method()).isLessThan(GeneratedClass.LIMIT));
    }

    @Test
    void aMethodThatWouldNeverBeCompiledIsRefused() {
        assertThatThrownBy(() -> LaneKernels.map(Provider.scalar(), Precision.FLOAT32, false, (b, x) -> {
                    Value.Variable v = b.let(x);
                    for (int i = 0; i < GeneratedClass.LIMIT / 3; i++) {
                        b.set(v, v.negative());
                    }
                    return v;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apply")
                .hasMessageContaining("split it");
    }
}

package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedClassTest {
    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.LaneAssemblerTest#kinds")
    void methodsOfMatrixProductsAreShortEnoughToBeCompiled(Provider provider, Precision precision) {
        assertThat(GeneratedClass.methodSizes(new GemmEmitter(Target.of(provider), precision).classFile()))
                .hasSizeGreaterThan(10)
                .allSatisfy(size -> assertThat(size.bytes()).as(size.method()).isLessThan(GeneratedClass.LIMIT));
    }

    @Test
    void aMethodThatWouldNeverBeCompiledIsRefused() {
        assertThatThrownBy(() -> LaneKernels.map(Provider.scalar(), Precision.FLOAT32, false, a -> {
                    for (int i = 0; i < GeneratedClass.LIMIT; i++) {
                        a.neg();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("apply")
                .hasMessageContaining("split it");
    }
}

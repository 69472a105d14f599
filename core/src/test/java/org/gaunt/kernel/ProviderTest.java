package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;

class ProviderTest {
    /** The tests would pass without vectors; that the build runs them with vectors is worth a test of its own. */
    @Test
    void vectorsAreUsedUnderTheBuildsTests() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector"))
                .as("--add-modules jdk.incubator.vector in surefire's argLine")
                .isPresent();
        assertThat(Provider.detect().isVector()).isTrue();
    }

    @Test
    void lanesFollowFromTheWidth() {
        Provider wide = new Provider(256, true);
        assertThat(wide.lanes(Precision.FLOAT32)).isEqualTo(8);
        assertThat(wide.lanes(Precision.FLOAT64)).isEqualTo(4);
        assertThat(new Provider(0, true).lanes(Precision.FLOAT32)).isEqualTo(1);
        assertThat(new Provider(128, true).lanes(Precision.FLOAT64)).isEqualTo(2);
    }

    @Test
    void namesSelectProviders() {
        assertThat(Provider.of("scalar")).isEqualTo(Provider.scalar());
        assertThat(Provider.of("VECTOR128").bits()).isEqualTo(128);
        assertThat(Provider.scalar())
                .hasToString(Provider.scalar().fused() ? "scalar" : "scalar without fused multiply-add");
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Provider.of("avx2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'avx2'")
                .hasMessageContaining("scalar, vector128, vector256 or vector512");
    }

    @Test
    void aWidthThatNoVectorHasIsRefused() {
        assertThatThrownBy(() -> new Provider(64, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bits");
    }
}

package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.gaunt.kernel.code.Provider;
import org.junit.jupiter.api.Test;

class MachineRatesTest {
    @Test
    void ratesAreThoseOfCompiledCode() {
        MachineRates rates = MachineRates.measure(Provider.detect());
        // A slow, busy machine still does a few; interpreted or boxed vectors stay far below one.
        assertThat(rates.gigaflops()).isGreaterThan(2);
        assertThat(rates.gigabytesPerSecond()).isGreaterThan(0.2);
        assertThat(rates.toString()).contains("GFLOP/s").contains("GB/s");
    }
}

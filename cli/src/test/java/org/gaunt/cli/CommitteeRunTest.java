package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitteeRunTest {
    @Test
    void modelsAtTheSameTimeUseNoMoreThreadsThanGiven() {
        for (int threads = 1; threads <= 12; threads++) {
            for (int members = 1; members <= 12; members++) {
                int together = Math.min(members, threads);
                int given = threads;
                int[] each = IntStream.range(0, members)
                        .map(k -> CommitteeRun.threadsOf(k, together, given))
                        .sorted()
                        .toArray();
                // any of the models may run at the same time: the hungriest ones are the worst case
                int most = Arrays.stream(each, members - together, members).sum();
                assertThat(most).as("%d models, %d threads", members, threads).isLessThanOrEqualTo(threads);
                assertThat(each[0]).isPositive();
            }
        }
    }
}

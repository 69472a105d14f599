package org.gaunt.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitteeTrainingTest {
    @Test
    void modelsAtTheSameTimeUseNoMoreThreadsThanGiven() {
        for (int threads = 1; threads <= 12; threads++) {
            for (int members = 1; members <= 12; members++) {
                int together = Math.min(members, threads);
                int given = threads;
                int[] each = IntStream.range(0, members)
                        .map(k -> CommitteeTraining.threadsOf(k, together, given))
                        .sorted()
                        .toArray();
                // any of the models may run at the same time: the hungriest ones are the worst case
                int most = Arrays.stream(each, members - together, members).sum();
                assertThat(most).as("%d models, %d threads", members, threads).isLessThanOrEqualTo(threads);
                assertThat(each[0]).isPositive();
            }
        }
    }

    @Test
    void trainsAllModelsSideBySide() {
        CountDownLatch together = new CountDownLatch(2);
        Set<Integer> trained = ConcurrentHashMap.newKeySet();
        boolean all = CommitteeTraining.run(2, 3, (number, threads) -> {
            together.countDown();
            try {
                assertThat(together.await(60, TimeUnit.SECONDS)).isTrue(); // both have begun
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            trained.add(10 * number + threads);
            return true;
        });
        assertThat(all).isTrue();
        assertThat(trained).containsExactlyInAnyOrder(2, 11);
    }

    @Test
    void aModelThatFailsDoesNotEndTheOthers() {
        Set<Integer> trained = ConcurrentHashMap.newKeySet();
        assertThatThrownBy(() -> CommitteeTraining.run(3, 1, (number, threads) -> {
                    if (number == 0) {
                        throw new IllegalArgumentException("the first");
                    }
                    return trained.add(number);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the first");
        assertThat(trained).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void afterAnInterruptionNoOtherBegins() {
        AtomicInteger begun = new AtomicInteger();
        assertThat(CommitteeTraining.run(4, 1, (number, threads) -> begun.incrementAndGet() < 2))
                .isFalse();
        assertThat(begun).hasValue(2);
    }
}

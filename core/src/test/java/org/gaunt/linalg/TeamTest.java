package org.gaunt.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void eachTaskIsDoneOnceBeforeTheCallReturns(int threads) {
        try (Team team = new Team(threads)) {
            for (int call = 0; call < 2_000; call++) {
                int tasks = call % 40;
                AtomicIntegerArray done = new AtomicIntegerArray(40);
                team.run(tasks, done::incrementAndGet);
                for (int k = 0; k < 40; k++) {
                    assertThat(done.get(k)).isEqualTo(k < tasks ? 1 : 0);
                }
            }
        }
    }

    @Test
    void threadsThatSleepAreWoken() {
        try (Team team = new Team(2)) {
            for (int call = 0; call < 5; call++) {
                LockSupport.parkNanos(20_000_000);
                Set<Thread> busy = ConcurrentHashMap.newKeySet();
                team.run(2, k -> {
                    busy.add(Thread.currentThread());
                    while (busy.size() < 2) {
                        Thread.onSpinWait(); // ends only if both tasks run at the same time
                    }
                });
                assertThat(busy).hasSize(2);
            }
        }
    }

    @Test
    void theFailureOfTheFirstTaskIsPassedOnAndTheTeamStaysUsable() {
        try (Team team = new Team(3)) {
            for (int call = 0; call < 200; call++) {
                assertThatThrownBy(() -> team.run(20, k -> {
                            if (k % 5 == 3) {
                                throw new IllegalStateException("task " + k);
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("task 3");
            }
            AtomicIntegerArray done = new AtomicIntegerArray(9);
            team.run(9, done::incrementAndGet);
            assertThat(done.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1, 1]");
        }
    }

    @Test
    void errorsArePassedOn() {
        try (Team team = new Team(2)) {
            assertThatThrownBy(() -> team.run(4, k -> {
                        throw new OutOfMemoryError("task " + k);
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
        }
        assertThatThrownBy(() -> new Team(0)).hasMessageContaining("at least 1 thread");
    }
}

package org.gaunt.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void arraysAreLongEnoughAndNotMuchLonger() {
        Workspace workspace = new Workspace();
        for (int length : new int[] {0, 1, 63, 64, 65, 80, 81, 127, 128, 129, 1000, 1024, 1025, 1280, 1281, 99_999}) {
            for (int array : new int[] {
                workspace.floats(length).length, workspace.doubles(length).length, workspace.ints(length).length
            }) {
                assertThat(array).isGreaterThanOrEqualTo(length).isLessThanOrEqualTo(Math.max(64, length * 5 / 4 + 1));
            }
        }
    }

    @Test
    void releasedArraysAreLentAgain() {
        Workspace workspace = new Workspace();
        float[] kept = workspace.floats(100);
        int mark = workspace.mark();
        Object first = workspace.numbers(Precision.FLOAT32, 100);
        Object twice = workspace.numbers(Precision.FLOAT64, 100);
        int[] ints = workspace.ints(100);
        assertThat(first).isInstanceOf(float[].class).isNotSameAs(kept);
        workspace.release(mark);
        assertThat(workspace.ints(97)).isSameAs(ints);
        assertThat(workspace.numbers(Precision.FLOAT64, 112)).isSameAs(twice);
        assertThat(workspace.floats(97)).isSameAs(first);
        assertThat(workspace.floats(97)).isNotSameAs(first).isNotSameAs(kept);
        workspace.release(0);
        assertThat(workspace.mark()).isZero();
    }

    /** No array is lent to two borrowers at a time, in any order of taking and releasing. */
    @Test
    void noArrayIsLentTwice() {
        SplittableRandom random = new SplittableRandom(4);
        Workspace workspace = new Workspace();
        List<Integer> marks = new ArrayList<>();
        List<Object> held = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            if (random.nextInt(4) == 0 && !marks.isEmpty()) {
                int mark = marks.removeLast();
                workspace.release(mark);
                held.subList(mark, held.size()).clear();
            } else {
                marks.add(workspace.mark());
                int length = random.nextInt(400);
                Object array = random.nextBoolean() ? workspace.floats(length) : workspace.doubles(length);
                held.add(array);
                Set<Object> different = Collections.newSetFromMap(new IdentityHashMap<>());
                different.addAll(held);
                assertThat(different).hasSameSizeAs(held);
            }
        }
    }
}

package org.gaunt.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArraySizeTest {
    @Test
    void sizesAreProducts() {
        assertThat(ArraySize.of(3, 4, 5)).isEqualTo(60);
        assertThat(ArraySize.of()).isEqualTo(1);
        assertThat(ArraySize.of(1 << 30, 1 << 30, 1 << 30, 0)).isZero();
        assertThat(ArraySize.of(Integer.MAX_VALUE - 8, 1)).isEqualTo(ArraySize.MOST);
    }

    /** 65,536 x 65,537 is 65,536 in 32 bits, and 2^32 times 2^32 is 0 even in 64. */
    @Test
    void productsThatWrapAroundAreRefused() {
        assertThatThrownBy(() -> ArraySize.of(65_536, 65_537))
                .isInstanceOf(ArraySize.TooLarge.class)
                .hasMessage("an array of 65536 x 65537 numbers is longer than the longest possible, 2147483639");
        assertThatThrownBy(() -> ArraySize.of(1 << 16, 1 << 16, 1 << 16, 1 << 16))
                .isInstanceOf(ArraySize.TooLarge.class);
        assertThatThrownBy(() -> ArraySize.of(-2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-2 x 3");
    }
}

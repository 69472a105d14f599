package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void convertsRowsThereAndBack() {
        Irreps irreps = Irreps.parse("2x0e+2x1o");
        double[] mulIr = {1, 2, 11, 12, 13, 21, 22, 23, -1, -2, -11, -12, -13, -21, -22, -23};
        double[] irMul = Layout.MUL_IR.convertTo(Layout.IR_MUL, irreps, mulIr);
        assertThat(irMul).containsExactly(1, 2, 11, 21, 12, 22, 13, 23, -1, -2, -11, -21, -12, -22, -13, -23);
        assertThat(Layout.IR_MUL.convertTo(Layout.MUL_IR, irreps, irMul)).containsExactly(mulIr);
        assertThat(Layout.IR_MUL.convertTo(Layout.IR_MUL, irreps, irMul)).containsExactly(irMul);
        assertThat(Layout.IR_MUL.offset(irreps.get(1), 1, 2)).isEqualTo(5);
        assertThat(Layout.MUL_IR.offset(irreps.get(1), 1, 2)).isEqualTo(5);
        assertThat(Layout.MUL_IR.offset(irreps.get(1), 0, 2)).isEqualTo(2);
    }

    @Test
    void partsOfRowsAreErrors() {
        assertThatThrownBy(() -> Layout.MUL_IR.convertTo(Layout.IR_MUL, Irreps.parse("2x1o"), new double[7]))
                .hasMessageContaining("7")
                .hasMessageContaining("2x1o");
    }
}

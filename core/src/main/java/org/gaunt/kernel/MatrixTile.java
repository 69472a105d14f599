package org.gaunt.kernel;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** A product of matrices in every lane: a few rows by a few columns whose sums stay in registers, one vector of lanes. */
final class MatrixTile {
    private static final int P0 = 0;
    private static final int Q0 = 1;
    private static final int Q_END = 2;
    private static final int INNER = 3;
    private static final int A = 4;
    private static final int A_P = 5;
    private static final int A_S = 6;
    private static final int B = 7;
    private static final int B_S = 8;
    private static final int B_Q = 9;
    private static final int OUT = 10;
    private static final int OUT_P = 11;
    private static final int OUT_Q = 12;
    private static final int LANES = 13;

    private final LaneAssembler lane;
    private final int pTile;
    private final int qTile;

    MatrixTile(LaneAssembler lane, int pTile, int qTile) {
        this.lane = lane;
        this.pTile = pTile;
        this.qTile = qTile;
    }

    static MethodTypeDesc type(ClassDesc array) {
        return LaneLoopsEmitter.matricesType(array);
    }

    void emit() {
        Tile loops = new Loops(lane);
        var code = lane.code();
        int q = loops.newInt();
        int at = loops.newInt();
        code.iload(p(Q0)).istore(q);
        loops.steps(q, p(Q_END), qTile, () -> {
            code.iconst_0().istore(at);
            loops.steps(at, p(LANES), lane.lanes(), () -> tile(loops, q, at));
        });
        code.return_();
    }

    private void tile(Tile loops, int q, int at) {
        var code = lane.code();
        int[] a = new int[pTile];
        int[] b = new int[qTile];
        int[] right = new int[qTile];
        int[][] sums = new int[pTile][qTile];
        for (int i = 0; i < pTile; i++) {
            a[i] = loops.newInt();
            code.iload(p(P0))
                    .loadConstant(i)
                    .iadd()
                    .iload(p(A_P))
                    .imul()
                    .iload(at)
                    .iadd()
                    .istore(a[i]);
        }
        for (int j = 0; j < qTile; j++) {
            b[j] = loops.newInt();
            right[j] = lane.newVector();
            code.iload(q)
                    .loadConstant(j)
                    .iadd()
                    .iload(p(B_Q))
                    .imul()
                    .iload(at)
                    .iadd()
                    .istore(b[j]);
        }
        for (int i = 0; i < pTile; i++) {
            for (int j = 0; j < qTile; j++) {
                sums[i][j] = lane.newVector();
                lane.zero();
                lane.put(sums[i][j]);
            }
        }
        int s = loops.newInt();
        int left = lane.newVector();
        code.iconst_0().istore(s);
        loops.steps(s, p(INNER), 1, () -> {
            for (int j = 0; j < qTile; j++) {
                lane.load(p(B), b[j], 0);
                lane.put(right[j]);
                code.iload(b[j]).iload(p(B_S)).iadd().istore(b[j]);
            }
            for (int i = 0; i < pTile; i++) {
                lane.load(p(A), a[i], 0);
                lane.put(left);
                code.iload(a[i]).iload(p(A_S)).iadd().istore(a[i]);
                for (int j = 0; j < qTile; j++) {
                    lane.get(left);
                    lane.get(right[j]);
                    lane.get(sums[i][j]);
                    lane.fma();
                    lane.put(sums[i][j]);
                }
            }
        });
        int out = loops.newInt();
        for (int i = 0; i < pTile; i++) {
            for (int j = 0; j < qTile; j++) {
                code.iload(p(P0)).loadConstant(i).iadd().iload(p(OUT_P)).imul();
                code.iload(q)
                        .loadConstant(j)
                        .iadd()
                        .iload(p(OUT_Q))
                        .imul()
                        .iadd()
                        .iload(at)
                        .iadd()
                        .istore(out);
                lane.get(sums[i][j]);
                lane.store(p(OUT), out, 0);
            }
        }
    }

    private int p(int number) {
        return lane.code().parameterSlot(number);
    }

    /** Only the loops of a tile. */
    private static final class Loops extends Tile {
        Loops(LaneAssembler lane) {
            super(lane, 0, 0);
        }

        @Override
        void emit() {
            throw new UnsupportedOperationException();
        }
    }
}

package org.gaunt.kernel.convolution;

import java.util.List;

/** What a {@link SegmentProgram} computes; the names of its methods. */
enum SegmentTask {
    VALUE("value"),
    WEIGHTS("weights"),
    INPUTS("inputs"),
    MATRICES("matrices"),
    TANGENTS("tangents"),
    INPUT_TANGENTS("inputTangents");

    private final String method;

    SegmentTask(String method) {
        this.method = method;
    }

    /** The method of {@link SegmentProgram}. */
    String method() {
        return method;
    }

    /** Its arrays, in the order of its parameters. */
    List<Operand> operands() {
        return switch (this) {
            case VALUE -> List.of(Operand.X, Operand.W, Operand.M, Operand.Z);
            case WEIGHTS -> List.of(Operand.X, Operand.M, Operand.G, Operand.OUT_W);
            case INPUTS -> List.of(Operand.W, Operand.M, Operand.G, Operand.OUT_X);
            case MATRICES -> List.of(Operand.X, Operand.W, Operand.G, Operand.OUT_M, Operand.PARTIAL);
            case TANGENTS ->
                List.of(
                        Operand.X,
                        Operand.DX,
                        Operand.W,
                        Operand.DW,
                        Operand.M,
                        Operand.DM,
                        Operand.G,
                        Operand.OUT_W,
                        Operand.OUT_G);
            case INPUT_TANGENTS -> List.of(Operand.W, Operand.DW, Operand.M, Operand.DM, Operand.G, Operand.OUT_X);
        };
    }

    /** Which row of an operand an edge takes. */
    enum Space {
        X,
        W,
        Z,
        M
    }

    /** An array. */
    enum Operand {
        X(Space.X),
        DX(Space.X),
        OUT_X(Space.X),
        W(Space.W),
        DW(Space.W),
        OUT_W(Space.W),
        Z(Space.Z),
        G(Space.Z),
        OUT_G(Space.Z),
        M(Space.M),
        DM(Space.M),
        OUT_M(Space.M),
        PARTIAL(Space.M);

        private final Space space;

        Operand(Space space) {
            this.space = space;
        }

        Space space() {
            return space;
        }
    }
}

package org.gaunt.kernel.convolution;

import java.util.List;

/** What a {@link PathProgram} computes over channels; the names of its methods. */
enum PathTask {
    VALUE("value"),
    GRADIENT("gradient"),
    MATRICES("matrices"),
    TANGENT_VALUE("tangentValue"),
    TANGENT_GRADIENT("tangentGradient");

    private final String method;

    PathTask(String method) {
        this.method = method;
    }

    /** The method of {@link PathProgram}. */
    String method() {
        return method;
    }

    /** Its arrays, in the order of its parameters. */
    List<Operand> operands() {
        return switch (this) {
            case VALUE -> List.of(Operand.X, Operand.W, Operand.M, Operand.Z);
            case GRADIENT -> List.of(Operand.X, Operand.W, Operand.M, Operand.G, Operand.OUT_X, Operand.OUT_W);
            case MATRICES -> List.of(Operand.X, Operand.W, Operand.G, Operand.PARTIAL);
            case TANGENT_VALUE ->
                List.of(Operand.X, Operand.DX, Operand.W, Operand.DW, Operand.M, Operand.DM, Operand.OUT_G);
            case TANGENT_GRADIENT ->
                List.of(
                        Operand.X,
                        Operand.DX,
                        Operand.W,
                        Operand.DW,
                        Operand.M,
                        Operand.DM,
                        Operand.G,
                        Operand.OUT_X,
                        Operand.OUT_W);
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

package org.gaunt.product;

/**
 * How the channels of two inputs and of the output are connected, with e3nn's names: u is a channel of the first input, v of the
 * second, w of the output; equal letters run together, and letters that are missing in the output are summed.
 */
public enum ConnectionMode {
    /** z_w = Σ_uv W_uvw x_u y_v; always with weights. */
    UVW("uvw"),
    /** z_u = Σ_v W_uv x_u y_v. */
    UVU("uvu"),
    /** z_v = Σ_u W_uv x_u y_v. */
    UVV("uvv"),
    /** z_w = Σ_u W_uw x_u y_u; without weights only for one output channel. */
    UUW("uuw"),
    /** z_u = W_u x_u y_u. */
    UUU("uuu"),
    /** z_uv = W_uv x_u y_v; channel u m2 + v of the output. */
    UVUV("uvuv"),
    /** z_p = W_p x_u y_v for the pairs p of u &lt; v, in the order (0, 1), (0, 2), ... (1, 2), .... */
    UVU_TRIANGLE("uvu<v"),
    /** z_w = Σ_p W_pw x_u y_v for the pairs p of u &lt; v; always with weights. */
    U_TRIANGLE_W("u<vw");

    private final String text;

    ConnectionMode(String text) {
        this.text = text;
    }

    /**
     * Reads e3nn's name.
     *
     * @throws IllegalArgumentException for any other text; the message lists the names
     */
    public static ConnectionMode parse(String text) {
        for (ConnectionMode m : values()) {
            if (m.text.equals(text)) {
                return m;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no connection mode; there are " + java.util.Arrays.toString(values()));
    }

    /** Whether the products of channels are summed with weights into channels of another number. */
    boolean mixes() {
        return this == UVW || this == UUW || this == U_TRIANGLE_W;
    }

    /** Whether both inputs need the same multiplicity. */
    boolean pairs() {
        return this == UUW || this == UUU || this == UVU_TRIANGLE || this == U_TRIANGLE_W;
    }

    /** The products of channels that are summed into one number of the output: e3nn's number of elements. */
    int fan(int m1, int m2) {
        return switch (this) {
            case UVW -> m1 * m2;
            case UVU -> m2;
            case UVV, UUW -> m1;
            case U_TRIANGLE_W -> m1 * (m1 - 1) / 2;
            case UUU, UVUV, UVU_TRIANGLE -> 1;
        };
    }

    /** The channels of the output, or -1 where any number will do. */
    int outputs(int m1, int m2) {
        return switch (this) {
            case UVW, UUW, U_TRIANGLE_W -> -1;
            case UVU, UUU -> m1;
            case UVV -> m2;
            case UVUV -> m1 * m2;
            case UVU_TRIANGLE -> m1 * (m1 - 1) / 2;
        };
    }

    /** e3nn's name. */
    @Override
    public String toString() {
        return text;
    }
}

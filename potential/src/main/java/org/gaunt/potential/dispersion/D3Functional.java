package org.gaunt.potential.dispersion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Density functionals and their published parameters of D3 with the damping of Becke and Johnson. */
public enum D3Functional {
    B1B95("b1b95", 1, 1.4507, 0.2092, 5.5545),
    B2PLYP("b2plyp", 0.64, 0.9147, 0.3065, 5.0570),
    B3LYP("b3lyp", 1, 1.9889, 0.3981, 4.4211),
    B3PW91("b3pw91", 1, 2.8524, 0.4312, 4.4693),
    B97D("b97d", 1, 2.2609, 0.5545, 3.2297),
    BHLYP("bhlyp", 1, 1.0354, 0.2793, 4.9615),
    BLYP("blyp", 1, 2.6996, 0.4298, 4.2359),
    BP86("bp86", 1, 3.2822, 0.3946, 4.8516),
    BPBE("bpbe", 1, 4.0728, 0.4567, 4.3908),
    CAM_B3LYP("camb3lyp", 1, 2.0674, 0.3708, 5.4743),
    HSE06("hse06", 1, 2.310, 0.383, 5.685),
    LC_WPBE("lcwpbe", 1, 1.8541, 0.3919, 5.0897),
    OLYP("olyp", 1, 2.6205, 0.5299, 2.8065),
    PBE("pbe", 1, 0.7875, 0.4289, 4.4407),
    PBE0("pbe0", 1, 1.2177, 0.4145, 4.8593),
    PBESOL("pbesol", 1, 2.9491, 0.4466, 6.1742),
    PW6B95("pw6b95", 1, 0.7257, 0.2076, 6.3750),
    R2SCAN("r2scan", 1, 0.78981345, 0.49484001, 5.73083694),
    R2SCAN0("r2scan0", 1, 1.1846, 0.4534, 5.8972),
    REVPBE("revpbe", 1, 2.3550, 0.5238, 3.5016),
    REVPBE0("revpbe0", 1, 1.7588, 0.4679, 3.7619),
    RPBE("rpbe", 1, 0.8318, 0.1820, 4.0094),
    SCAN("scan", 1, 0, 0.5380, 5.4200),
    TPSS("tpss", 1, 1.9435, 0.4535, 4.4752),
    TPSS0("tpss0", 1, 1.2576, 0.3768, 4.5865),
    TPSSH("tpssh", 1, 2.2382, 0.4529, 4.6550),
    WB97M("wb97m", 1, 0.3908, 0.5660, 3.1280),
    WB97X("wb97x", 1, 0.2641, 0.0000, 5.4959);

    private final String word;
    private final double s6;
    private final double s8;
    private final double a1;
    private final double a2;

    D3Functional(String word, double s6, double s8, double a1, double a2) {
        this.word = word;
        this.s6 = s6;
        this.s8 = s8;
        this.a1 = a1;
        this.a2 = a2;
    }

    /** The functional of a name, whatever its case and hyphens; empty where there is none. */
    static Optional<D3Functional> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "");
        return Arrays.stream(values())
                .filter(functional -> functional.word.equals(plain))
                .findFirst();
    }

    /** All names, for messages. */
    static String words() {
        return Arrays.stream(values()).map(D3Functional::word).collect(Collectors.joining(", "));
    }

    /** The name in files and options. */
    public String word() {
        return word;
    }

    /** Factor of the term in r⁻⁶. */
    public double s6() {
        return s6;
    }

    /** Factor of the term in r⁻⁸. */
    public double s8() {
        return s8;
    }

    /** Factor of the radius √(C8/C6) in the damping. */
    public double a1() {
        return a1;
    }

    /** Constant part of the radius of the damping, bohr. */
    public double a2() {
        return a2;
    }
}

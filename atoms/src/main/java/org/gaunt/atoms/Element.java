package org.gaunt.atoms;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The chemical elements, hydrogen (1) to oganesson (118).
 *
 * <p>Masses and covalent radii are those of ASE ({@code ase.data}, version 3.29): standard atomic weights of IUPAC 2016
 * (for elements without stable isotopes the mass of one isotope), and the radii of Cordero et al., Dalton Trans. 2008, 2832
 * (from berkelium on unknown, given as 2.0 Å as ASE does).
 */
public enum Element {
    H(1, 1.008, 0.31),
    He(2, 4.002602, 0.28),
    Li(3, 6.94, 1.28),
    Be(4, 9.0121831, 0.96),
    B(5, 10.81, 0.84),
    C(6, 12.011, 0.76),
    N(7, 14.007, 0.71),
    O(8, 15.999, 0.66),
    F(9, 18.998403163, 0.57),
    Ne(10, 20.1797, 0.58),
    Na(11, 22.98976928, 1.66),
    Mg(12, 24.305, 1.41),
    Al(13, 26.9815385, 1.21),
    Si(14, 28.085, 1.11),
    P(15, 30.973761998, 1.07),
    S(16, 32.06, 1.05),
    Cl(17, 35.45, 1.02),
    Ar(18, 39.948, 1.06),
    K(19, 39.0983, 2.03),
    Ca(20, 40.078, 1.76),
    Sc(21, 44.955908, 1.7),
    Ti(22, 47.867, 1.6),
    V(23, 50.9415, 1.53),
    Cr(24, 51.9961, 1.39),
    Mn(25, 54.938044, 1.39),
    Fe(26, 55.845, 1.32),
    Co(27, 58.933194, 1.26),
    Ni(28, 58.6934, 1.24),
    Cu(29, 63.546, 1.32),
    Zn(30, 65.38, 1.22),
    Ga(31, 69.723, 1.22),
    Ge(32, 72.63, 1.2),
    As(33, 74.921595, 1.19),
    Se(34, 78.971, 1.2),
    Br(35, 79.904, 1.2),
    Kr(36, 83.798, 1.16),
    Rb(37, 85.4678, 2.2),
    Sr(38, 87.62, 1.95),
    Y(39, 88.90584, 1.9),
    Zr(40, 91.224, 1.75),
    Nb(41, 92.90637, 1.64),
    Mo(42, 95.95, 1.54),
    Tc(43, 97.90721, 1.47),
    Ru(44, 101.07, 1.46),
    Rh(45, 102.9055, 1.42),
    Pd(46, 106.42, 1.39),
    Ag(47, 107.8682, 1.45),
    Cd(48, 112.414, 1.44),
    In(49, 114.818, 1.42),
    Sn(50, 118.71, 1.39),
    Sb(51, 121.76, 1.39),
    Te(52, 127.6, 1.38),
    I(53, 126.90447, 1.39),
    Xe(54, 131.293, 1.4),
    Cs(55, 132.90545196, 2.44),
    Ba(56, 137.327, 2.15),
    La(57, 138.90547, 2.07),
    Ce(58, 140.116, 2.04),
    Pr(59, 140.90766, 2.03),
    Nd(60, 144.242, 2.01),
    Pm(61, 144.91276, 1.99),
    Sm(62, 150.36, 1.98),
    Eu(63, 151.964, 1.98),
    Gd(64, 157.25, 1.96),
    Tb(65, 158.92535, 1.94),
    Dy(66, 162.5, 1.92),
    Ho(67, 164.93033, 1.92),
    Er(68, 167.259, 1.89),
    Tm(69, 168.93422, 1.9),
    Yb(70, 173.054, 1.87),
    Lu(71, 174.9668, 1.87),
    Hf(72, 178.49, 1.75),
    Ta(73, 180.94788, 1.7),
    W(74, 183.84, 1.62),
    Re(75, 186.207, 1.51),
    Os(76, 190.23, 1.44),
    Ir(77, 192.217, 1.41),
    Pt(78, 195.084, 1.36),
    Au(79, 196.966569, 1.36),
    Hg(80, 200.592, 1.32),
    Tl(81, 204.38, 1.45),
    Pb(82, 207.2, 1.46),
    Bi(83, 208.9804, 1.48),
    Po(84, 208.98243, 1.4),
    At(85, 209.98715, 1.5),
    Rn(86, 222.01758, 1.5),
    Fr(87, 223.01974, 2.6),
    Ra(88, 226.02541, 2.21),
    Ac(89, 227.02775, 2.15),
    Th(90, 232.0377, 2.06),
    Pa(91, 231.03588, 2.0),
    U(92, 238.02891, 1.96),
    Np(93, 237.04817, 1.9),
    Pu(94, 244.06421, 1.87),
    Am(95, 243.06138, 1.8),
    Cm(96, 247.07035, 1.69),
    Bk(97, 247.07031, 2.0),
    Cf(98, 251.07959, 2.0),
    Es(99, 252.083, 2.0),
    Fm(100, 257.09511, 2.0),
    Md(101, 258.09843, 2.0),
    No(102, 259.101, 2.0),
    Lr(103, 262.11, 2.0),
    Rf(104, 267.122, 2.0),
    Db(105, 268.126, 2.0),
    Sg(106, 271.134, 2.0),
    Bh(107, 270.133, 2.0),
    Hs(108, 269.1338, 2.0),
    Mt(109, 278.156, 2.0),
    Ds(110, 281.165, 2.0),
    Rg(111, 281.166, 2.0),
    Cn(112, 285.177, 2.0),
    Nh(113, 286.182, 2.0),
    Fl(114, 289.19, 2.0),
    Mc(115, 289.194, 2.0),
    Lv(116, 293.204, 2.0),
    Ts(117, 293.208, 2.0),
    Og(118, 294.214, 2.0);

    private static final Element[] BY_NUMBER = values();

    private final int number;
    private final double mass;
    private final double covalentRadius;

    Element(int number, double mass, double covalentRadius) {
        this.number = number;
        this.mass = mass;
        this.covalentRadius = covalentRadius;
    }

    /** The atomic number, 1 to 118. */
    public int number() {
        return number;
    }

    /** The symbol, for example {@code "He"}. */
    public String symbol() {
        return name();
    }

    /** The mass in amu (g/mol). */
    public double mass() {
        return mass;
    }

    /** The covalent radius in Å. */
    public double covalentRadius() {
        return covalentRadius;
    }

    /** Whether an element has this atomic number. */
    public static boolean isNumber(int number) {
        return number >= 1 && number <= BY_NUMBER.length;
    }

    /**
     * The element of an atomic number.
     *
     * @throws IllegalArgumentException if no element has this number
     */
    public static Element of(int number) {
        if (!isNumber(number)) {
            throw new IllegalArgumentException("No element has the atomic number " + number + "; wanted 1 to 118");
        }
        return BY_NUMBER[number - 1];
    }

    /** The symbols of elements in the order of their numbers, separated by commas. */
    public static String listed(Collection<Integer> atomicNumbers) {
        return atomicNumbers.stream()
                .sorted()
                .map(number -> of(number).symbol())
                .collect(Collectors.joining(", "));
    }

    /**
     * The element of a symbol in any case ({@code "He"}, {@code "HE"} and {@code "he"} are helium, as in ASE), or empty if
     * there is none.
     */
    public static Optional<Element> ofSymbol(String symbol) {
        if (symbol.isEmpty() || symbol.length() > 2) {
            return Optional.empty();
        }
        String name = symbol.substring(0, 1).toUpperCase(Locale.ROOT)
                + symbol.substring(1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(SymbolTable.SYMBOLS.get(name));
    }

    /** Loaded on first use, after the constants exist. */
    private static final class SymbolTable {
        private static final Map<String, Element> SYMBOLS =
                Arrays.stream(BY_NUMBER).collect(Collectors.toUnmodifiableMap(Element::name, element -> element));
    }
}

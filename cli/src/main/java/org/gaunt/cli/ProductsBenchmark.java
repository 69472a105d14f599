package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.trilinear.FourierProductMap;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.MatrixMap;
import org.gaunt.kernel.trilinear.SeparatePathsMap;
import org.gaunt.kernel.trilinear.VectorSphereMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.ProductLayer;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ClebschGordan.Instruction;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Route;
import org.gaunt.product.SphereSignal;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of Xie et al. 2025: products of single inputs to single outputs (SISO, l x l to l), to all outputs (SIMO, l x l to
 * 0..2l) and of all inputs to all outputs (MIMO, 0..L x 0..L to 0..2L), forward, one channel, a batch of pairs.
 *
 * <p>Pairs lie side by side, {@link #LANES} in a row of [component][pair], as channels do. Clebsch-Gordan keeps the outputs of natural
 * parity and gives one output for each path, as theirs. SISO takes even irreps, so that a path exists for odd l as well.
 *
 * @param batch pairs, rounded up to full rows
 * @param mostCoefficients of a table that is still compiled; larger ones are left out
 */
record ProductsBenchmark(Backend backend, Precision precision, int batch, int mostCoefficients, BenchTimer timer) {

    /** Pairs in a row: whole vectors of any width, and few enough for the caches. */
    static final int LANES = 80;

    /** Which degrees come in and go out. */
    enum Setting {
        SISO,
        SIMO,
        MIMO
    }

    /** What is compared. */
    enum Operation {
        CLEBSCH_GORDAN("Clebsch-Gordan"),
        GAUNT_SPARSE("Gaunt, table"),
        GAUNT_GRID("Gaunt, grid"),
        GAUNT_FOURIER("Gaunt, Fourier"),
        MATRIX("matrix"),
        VECTOR_GAUNT("vector Gaunt, grid");

        private final String title;

        Operation(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * A time.
     *
     * @param milliseconds of the whole batch
     * @param expressivity dimension of the bilinear maps reached
     */
    record Result(Setting setting, int l, Operation operation, double milliseconds, int expressivity) {
        double perDegreeOfFreedom() {
            return milliseconds / expressivity;
        }
    }

    /** Something that can be timed. */
    private record Candidate(int inWidth1, int inWidth2, int expressivity, BiFunction<Tape, List<Var>, Var> forward) {}

    /** The time of one operation, or null where it has no path or its table is too large. */
    @Nullable
    Result time(Setting setting, int l, Operation operation) {
        Candidate candidate = candidate(setting, l, operation);
        if (candidate == null) {
            return null;
        }
        int rows = rows();
        Random random = new Random(l);
        TapeWorkload workload = new TapeWorkload(
                backend,
                List.of(
                        TapeWorkload.Leaf.random(random, precision, rows, candidate.inWidth1(), true),
                        TapeWorkload.Leaf.random(random, precision, rows, candidate.inWidth2(), true)),
                candidate.forward());
        return new Result(setting, l, operation, timer.milliseconds(workload::forward), candidate.expressivity());
    }

    private int rows() {
        return Math.ceilDiv(batch, LANES);
    }

    private @Nullable Candidate candidate(Setting setting, int l, Operation operation) {
        boolean all = setting == Setting.MIMO;
        int out = setting == Setting.SISO ? l : 2 * l;
        return switch (operation) {
            case CLEBSCH_GORDAN ->
                all && l >= APART_FROM
                        ? kernel(new SeparatePathsMap(l, l, LANES), naturalPaths(l))
                        : table(clebschGordan(setting, l, false));
            case GAUNT_SPARSE ->
                setting == Setting.SISO && (l & 1) == 1 ? null : table(clebschGordan(setting, l, true));
            case GAUNT_GRID ->
                setting == Setting.SISO && (l & 1) == 1
                        ? null
                        : kernel(new GridProductMap(l, l, out, LANES), gauntExpressivity(setting, l));
            case GAUNT_FOURIER ->
                setting == Setting.SISO && (l & 1) == 1
                        ? null
                        : kernel(
                                new FourierProductMap(l, l, out, LANES, l >= FAST_FROM), gauntExpressivity(setting, l));
            case MATRIX -> {
                List<Integer> in = all ? degrees(0, l) : List.of(l);
                List<Integer> z = setting == Setting.SISO ? List.of(l) : degrees(0, 2 * l);
                int space = MatrixProducts.smallestSpace(l, l, out);
                int expressivity = all ? 4 * l + 1 : z.size();
                yield kernel(new MatrixMap(space, in, in, z, LANES), expressivity);
            }
            case VECTOR_GAUNT ->
                all
                        ? kernel(
                                new VectorSphereMap(
                                        SphereSignal.vector(l),
                                        SphereSignal.vector(l),
                                        SphereSignal.vector(2 * l),
                                        LANES),
                                vectorExpressivity(l))
                        : null;
        };
    }

    /** From this degree on fast transforms beat the sum over waves. */
    private static final int FAST_FROM = 4;

    /** From this degree on all paths together are faster by their waves than from their table. */
    private static final int APART_FROM = 3;

    /** The sum of the squares to (l + 1)^2: paths of degrees 0..l with an even sum. */
    static int naturalPaths(int l) {
        return (l + 1) * (l + 2) * (2 * l + 3) / 6;
    }

    private static List<Integer> degrees(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** n1 + n2 + n3 - 2 with the outputs that are reached: one, 0, 2 .. 2l, or all. */
    static int gauntExpressivity(Setting setting, int l) {
        return switch (setting) {
            case SISO -> 1;
            case SIMO -> l + 1;
            case MIMO -> 4 * l + 1;
        };
    }

    /** n1 + n2 + n3 - 2 of the cross product: every degree has up to three irreps. */
    static int vectorExpressivity(int l) {
        return 2 * (3 * l + 1) + (6 * l + 1) - 2;
    }

    /**
     * All paths of natural parity of a setting, channel by channel.
     *
     * @param merged whether paths into the same degree share an output, as in a Gaunt product, or have one each
     */
    static ProductSpec clebschGordan(Setting setting, int l, boolean merged) {
        boolean siso = setting == Setting.SISO;
        List<MulIrrep> in = (setting == Setting.MIMO ? degrees(0, l) : List.of(l))
                .stream()
                        .map(d -> new MulIrrep(LANES, siso ? new Irrep(d, 1) : Irrep.natural(d)))
                        .toList();
        Irreps inputs = new Irreps(in);
        List<MulIrrep> outputs = new ArrayList<>();
        List<Instruction> paths = new ArrayList<>();
        for (int a = 0; a < in.size(); a++) {
            for (int b = 0; b < in.size(); b++) {
                for (Irrep ir : in.get(a).ir().times(in.get(b).ir())) {
                    if (siso ? ir.l() != l : !ir.isNatural()) {
                        continue;
                    }
                    MulIrrep term = new MulIrrep(LANES, ir);
                    int at = merged ? outputs.indexOf(term) : -1;
                    if (at < 0) {
                        outputs.add(term);
                        at = outputs.size() - 1;
                    }
                    paths.add(new Instruction(a, b, at, ConnectionMode.UUU, false));
                }
            }
        }
        return ClebschGordan.of(inputs, inputs, new Irreps(outputs), paths).spec();
    }

    private @Nullable Candidate table(ProductSpec spec) {
        if (spec.cost().coefficients() > mostCoefficients) {
            return null;
        }
        ProductLayer layer = new ProductLayer(spec, Route.SPARSE);
        return new Candidate(
                spec.operands().get(0).dim(),
                spec.operands().get(1).dim(),
                spec.expressivity(),
                (tape, inputs) -> layer.apply(inputs.get(0), inputs.get(1)));
    }

    private Candidate kernel(TrilinearMap map, int expressivity) {
        int rows = rows();
        return new Candidate(
                map.components(TrilinearMap.X) * map.channels(),
                map.components(TrilinearMap.Y) * map.channels(),
                expressivity,
                (tape, inputs) -> tape.trilinear(map, rows, inputs.get(0), inputs.get(1)));
    }
}

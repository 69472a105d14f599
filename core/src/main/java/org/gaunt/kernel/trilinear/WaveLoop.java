package org.gaunt.kernel.trilinear;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.LaneAssembler;
import org.gaunt.kernel.LaneLocals;

/** Emits one of the loops of {@link WaveLoops}: over waves, vectors of lanes and the waves of the function. */
final class WaveLoop {
    private static final int WAVES = 0;
    private static final int WAVES_DEGREE = 1;
    private static final int FUNCTION = 2;
    private static final int DEGREE = 3;
    private static final int PRODUCTS = 4;

    private final int seat;
    private final boolean sines;
    private final int lanes;
    private final LaneAssembler lane;
    private final LaneLocals on;
    private final CodeBuilder code;

    /** Locals: where the wave, cosine and sine, the function likewise and the products stand at the lane. */
    private final int cosine;

    private final int sine;
    private final int cosines;
    private final int sinesOfFunction;
    private final int products;

    /** Locals: cosine and sine of the wave, or the sums of the gradient by it. */
    private int c;

    private int s;

    WaveLoop(int seat, boolean sines, int lanes, LaneAssembler lane) {
        this.seat = seat;
        this.sines = sines;
        this.lanes = lanes;
        this.lane = lane;
        this.on = new LaneLocals(lane);
        this.code = lane.code();
        cosine = integer();
        sine = integer();
        cosines = integer();
        sinesOfFunction = integer();
        products = integer();
    }

    static MethodTypeDesc type(ClassDesc array) {
        return MethodTypeDesc.of(CD_void, array, CD_int, array, CD_int, array);
    }

    void emit() {
        int ofCosine = integer();
        int ofSine = integer();
        int ofProducts = integer();
        centre(WAVES_DEGREE);
        code.dup().istore(ofCosine).istore(ofSine).iconst_0().istore(ofProducts);
        if (sines) {
            loop(b -> b.iload(WAVES_DEGREE), 1, number -> {
                advance(ofCosine, lanes);
                advance(ofSine, -lanes);
                code.iload(DEGREE)
                        .loadConstant(4 * lanes)
                        .imul()
                        .loadConstant(2 * lanes)
                        .iadd();
                code.iload(ofProducts).iadd().istore(ofProducts);
                wave(ofCosine, ofSine, ofProducts);
            });
        } else {
            wave(ofCosine, ofSine, ofProducts);
        }
        code.return_();
    }

    private void wave(int ofCosine, int ofSine, int ofProducts) {
        loop(b -> b.loadConstant(lanes), lane.lanes(), at -> {
            code.iload(ofCosine).iload(at).iadd().istore(cosine);
            code.iload(ofSine).iload(at).iadd().istore(sine);
            code.iload(ofProducts).iload(at).iadd().istore(products);
            centre(DEGREE);
            code.iload(at).iadd().dup().istore(cosines).istore(sinesOfFunction);
            begin();
            advance(products, 2 * lanes);
            loop(b -> b.iload(DEGREE), 1, w -> {
                advance(cosines, lanes);
                advance(sinesOfFunction, -lanes);
                step();
                advance(products, 4 * lanes);
            });
            if (seat == TrilinearMap.X) {
                store(WAVES, cosine, 0, c);
                if (sines) {
                    store(WAVES, sine, 0, s);
                }
            }
        });
    }

    /** Pushes where component 0 of a degree stands: those of lower degrees and the negative ones come before. */
    private void centre(int degree) {
        code.iload(degree)
                .iload(degree)
                .iconst_1()
                .iadd()
                .imul()
                .loadConstant(lanes)
                .imul();
    }

    private void advance(int local, int step) {
        code.iload(local).loadConstant(step).iadd().istore(local);
    }

    /** The products with wave 0 of the function. */
    private void begin() {
        c = loaded(WAVES, cosine, 0);
        s = sines ? loaded(WAVES, sine, 0) : c;
        int y = loaded(FUNCTION, cosines, 0);
        switch (seat) {
            case TrilinearMap.Z -> {
                store(PRODUCTS, products, 0, on.product(c, y));
                if (sines) {
                    store(PRODUCTS, products, 1, on.product(s, y));
                }
            }
            case TrilinearMap.X -> {
                on.addProduct(c, loaded(PRODUCTS, products, 0), y);
                if (sines) {
                    on.addProduct(s, loaded(PRODUCTS, products, 1), y);
                }
            }
            default -> {
                on.addProduct(y, loaded(PRODUCTS, products, 0), c);
                if (sines) {
                    on.addProduct(y, loaded(PRODUCTS, products, 1), s);
                }
                store(FUNCTION, cosines, 0, y);
            }
        }
    }

    /** The products with one other wave of the function: the cosines of sum and difference, then the sines. */
    private void step() {
        int yc = loaded(FUNCTION, cosines, 0);
        int ys = loaded(FUNCTION, sinesOfFunction, 0);
        switch (seat) {
            case TrilinearMap.Z -> multiply(yc, ys);
            case TrilinearMap.X -> byWave(yc, ys);
            default -> byFunction(yc, ys);
        }
    }

    private void multiply(int yc, int ys) {
        int cc = on.product(c, yc);
        int cs = on.product(c, ys);
        if (!sines) {
            store(PRODUCTS, products, 0, cc);
            store(PRODUCTS, products, 2, cs);
            return;
        }
        int ss = on.product(s, ys);
        int sc = on.product(s, yc);
        store(PRODUCTS, products, 0, on.difference(cc, ss));
        store(PRODUCTS, products, 1, on.sum(cc, ss));
        store(PRODUCTS, products, 2, on.sum(sc, cs));
        store(PRODUCTS, products, 3, on.difference(sc, cs));
    }

    private void byWave(int yc, int ys) {
        int cosineOfSum = loaded(PRODUCTS, products, 0);
        int sineOfSum = loaded(PRODUCTS, products, 2);
        if (!sines) {
            on.addProduct(c, cosineOfSum, yc);
            on.addProduct(c, sineOfSum, ys);
            return;
        }
        int cosineOfDifference = loaded(PRODUCTS, products, 1);
        int sineOfDifference = loaded(PRODUCTS, products, 3);
        on.addProduct(c, on.sum(cosineOfSum, cosineOfDifference), yc);
        on.addProduct(c, on.difference(sineOfSum, sineOfDifference), ys);
        on.addProduct(s, on.difference(cosineOfDifference, cosineOfSum), ys);
        on.addProduct(s, on.sum(sineOfSum, sineOfDifference), yc);
    }

    private void byFunction(int yc, int ys) {
        int cosineOfSum = loaded(PRODUCTS, products, 0);
        int sineOfSum = loaded(PRODUCTS, products, 2);
        if (sines) {
            int cosineOfDifference = loaded(PRODUCTS, products, 1);
            int sineOfDifference = loaded(PRODUCTS, products, 3);
            on.addProduct(yc, on.sum(cosineOfSum, cosineOfDifference), c);
            on.addProduct(yc, on.sum(sineOfSum, sineOfDifference), s);
            on.addProduct(ys, on.difference(cosineOfDifference, cosineOfSum), s);
            on.addProduct(ys, on.difference(sineOfSum, sineOfDifference), c);
        } else {
            on.addProduct(yc, cosineOfSum, c);
            on.addProduct(ys, sineOfSum, c);
        }
        store(FUNCTION, cosines, 0, yc);
        store(FUNCTION, sinesOfFunction, 0, ys);
    }

    // vectors

    private int loaded(int parameter, int at, int component) {
        return on.load(parameter, at, component * lanes);
    }

    private void store(int parameter, int at, int component, int vector) {
        on.store(parameter, at, component * lanes, vector);
    }

    // integers

    private int integer() {
        return code.allocateLocal(TypeKind.INT);
    }

    /** What takes a local that counts. */
    private interface Counted {
        void emit(int counter);
    }

    private void loop(Consumer<CodeBuilder> end, int step, Counted body) {
        int counter = integer();
        Label top = code.newLabel();
        Label done = code.newLabel();
        code.iconst_0().istore(counter).labelBinding(top).iload(counter);
        end.accept(code);
        code.if_icmpge(done);
        body.emit(counter);
        code.iinc(counter, step).goto_(top).labelBinding(done);
    }
}

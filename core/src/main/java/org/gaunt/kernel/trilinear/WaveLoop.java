package org.gaunt.kernel.trilinear;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Value;

/** One of the loops of {@link WaveLoops}: over waves, vectors of lanes and the waves of the function. */
final class WaveLoop {
    private static final int WAVES = 0;
    private static final int WAVES_DEGREE = 1;
    private static final int FUNCTION = 2;
    private static final int DEGREE = 3;
    private static final int PRODUCTS = 4;

    private final int seat;
    private final boolean sines;
    private final int lanes;
    private final LoopBuilder b;
    private final Numbers waves;
    private final Numbers function;
    private final Numbers productsOfWaves;

    /**
     * For a routine.
     *
     * @param seat the open seat
     * @param sines whether waves have a sine
     * @param lanes of a block
     */
    WaveLoop(int seat, boolean sines, int lanes, LoopBuilder b) {
        this.seat = seat;
        this.sines = sines;
        this.lanes = lanes;
        this.b = b;
        waves = b.numbers(WAVES);
        function = b.numbers(FUNCTION);
        productsOfWaves = b.numbers(PRODUCTS);
    }

    static MethodTypeDesc type(ClassDesc array) {
        return MethodTypeDesc.of(CD_void, array, CD_int, array, CD_int, array);
    }

    void emit() {
        Int.Variable ofCosine = b.let(centre(WAVES_DEGREE));
        Int.Variable ofSine = b.let(ofCosine);
        Int.Variable ofProducts = b.let(Int.of(0));
        if (sines) {
            b.loop(Int.of(0), b.integer(WAVES_DEGREE), 1, number -> {
                b.advance(ofCosine, lanes);
                b.advance(ofSine, -lanes);
                b.set(
                        ofProducts,
                        b.integer(DEGREE).times(4 * lanes).plus(2 * lanes).plus(ofProducts));
                wave(ofCosine, ofSine, ofProducts);
            });
        } else {
            wave(ofCosine, ofSine, ofProducts);
        }
        b.end();
    }

    private void wave(Int ofCosine, Int ofSine, Int ofProducts) {
        b.loop(Int.of(0), Int.of(lanes), b.lanes(), at -> {
            Int cosine = b.let(ofCosine.plus(at));
            Int sine = b.let(ofSine.plus(at));
            Int.Variable products = b.let(ofProducts.plus(at));
            Int.Variable cosines = b.let(centre(DEGREE).plus(at));
            Int.Variable sinesOfFunction = b.let(cosines);
            // cosine and sine of the wave, or the sums of the gradient by it
            Value.Variable c = b.let(waves.at(cosine));
            Value.Variable s = sines ? b.let(waves.at(sine)) : c;
            withWaveZero(c, s, cosines, products);
            b.advance(products, 2 * lanes);
            b.loop(Int.of(0), b.integer(DEGREE), 1, w -> {
                b.advance(cosines, lanes);
                b.advance(sinesOfFunction, -lanes);
                withWave(c, s, cosines, sinesOfFunction, products);
                b.advance(products, 4 * lanes);
            });
            if (seat == TrilinearMap.X) {
                b.store(waves, cosine, c);
                if (sines) {
                    b.store(waves, sine, s);
                }
            }
        });
    }

    /** Where component 0 of a degree stands: those of lower degrees and the negative ones come before. */
    private Int centre(int degree) {
        Int l = b.integer(degree);
        return l.times(l.plus(1)).times(lanes);
    }

    /** The products with wave 0 of the function. */
    private void withWaveZero(Value.Variable c, Value.Variable s, Int cosines, Int products) {
        Value.Variable y = b.let(function.at(cosines));
        switch (seat) {
            case TrilinearMap.Z -> {
                store(products, 0, c.times(y));
                if (sines) {
                    store(products, 1, s.times(y));
                }
            }
            case TrilinearMap.X -> {
                b.multiplyAdd(c, product(products, 0), y);
                if (sines) {
                    b.multiplyAdd(s, product(products, 1), y);
                }
            }
            default -> {
                b.multiplyAdd(y, product(products, 0), c);
                if (sines) {
                    b.multiplyAdd(y, product(products, 1), s);
                }
                b.store(function, cosines, y);
            }
        }
    }

    /** The products with one other wave of the function: the cosines of sum and difference, then the sines. */
    private void withWave(Value.Variable c, Value.Variable s, Int cosines, Int sinesOfFunction, Int products) {
        Value.Variable yc = b.let(function.at(cosines));
        Value.Variable ys = b.let(function.at(sinesOfFunction));
        switch (seat) {
            case TrilinearMap.Z -> multiply(c, s, yc, ys, products);
            case TrilinearMap.X -> byWave(c, s, yc, ys, products);
            default -> {
                byFunction(c, s, yc, ys, products);
                b.store(function, cosines, yc);
                b.store(function, sinesOfFunction, ys);
            }
        }
    }

    private void multiply(Value c, Value s, Value yc, Value ys, Int products) {
        Value cc = b.let(c.times(yc));
        Value cs = b.let(c.times(ys));
        if (!sines) {
            store(products, 0, cc);
            store(products, 2, cs);
            return;
        }
        Value ss = b.let(s.times(ys));
        Value sc = b.let(s.times(yc));
        store(products, 0, cc.minus(ss));
        store(products, 1, cc.plus(ss));
        store(products, 2, sc.plus(cs));
        store(products, 3, sc.minus(cs));
    }

    private void byWave(Value.Variable c, Value.Variable s, Value yc, Value ys, Int products) {
        Value cosineOfSum = product(products, 0);
        Value sineOfSum = product(products, 2);
        if (!sines) {
            b.multiplyAdd(c, cosineOfSum, yc);
            b.multiplyAdd(c, sineOfSum, ys);
            return;
        }
        Value cosineOfDifference = product(products, 1);
        Value sineOfDifference = product(products, 3);
        b.multiplyAdd(c, cosineOfSum.plus(cosineOfDifference), yc);
        b.multiplyAdd(c, sineOfSum.minus(sineOfDifference), ys);
        b.multiplyAdd(s, cosineOfDifference.minus(cosineOfSum), ys);
        b.multiplyAdd(s, sineOfSum.plus(sineOfDifference), yc);
    }

    private void byFunction(Value c, Value s, Value.Variable yc, Value.Variable ys, Int products) {
        Value cosineOfSum = product(products, 0);
        Value sineOfSum = product(products, 2);
        if (!sines) {
            b.multiplyAdd(yc, cosineOfSum, c);
            b.multiplyAdd(ys, sineOfSum, c);
            return;
        }
        Value cosineOfDifference = product(products, 1);
        Value sineOfDifference = product(products, 3);
        b.multiplyAdd(yc, cosineOfSum.plus(cosineOfDifference), c);
        b.multiplyAdd(yc, sineOfSum.plus(sineOfDifference), s);
        b.multiplyAdd(ys, cosineOfDifference.minus(cosineOfSum), s);
        b.multiplyAdd(ys, sineOfSum.minus(sineOfDifference), c);
    }

    private Value product(Int products, int component) {
        return b.let(productsOfWaves.at(products, component * lanes));
    }

    private void store(Int products, int component, Value value) {
        b.store(productsOfWaves, products, component * lanes, value);
    }
}

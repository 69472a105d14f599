package org.gaunt.autodiff;

/** Functions of whole rows, put together of operations that have derivatives of every order. */
final class RowFunctions {
    private RowFunctions() {}

    static Var logSumExp(Var x) {
        if (x.width() == 0) {
            throw new IllegalArgumentException("the log-sum-exp of rows without numbers: " + x);
        }
        // the result does not depend on what is taken out, so that it may be a constant
        Var largest = largest(x);
        return x.minus(largest).exp().sumColumns().log().plus(largest);
    }

    /** The largest number of each row, as a constant; 0 where it is not finite. */
    private static Var largest(Var x) {
        Tape tape = x.tape();
        tape.own(x);
        Object array = tape.take(x.precision(), x.rows());
        for (int row = 0; row < x.rows(); row++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < x.width(); i++) {
                most = Math.max(most, Numbers.get(x.array(), row * x.width() + i));
            }
            Numbers.set(array, row, Double.isFinite(most) ? most : 0);
        }
        return tape.newValue(x.precision(), x.rows(), 1, array, 0);
    }

    static Var layerNorm(Var x, double epsilon) {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon of a norm is positive and finite, not " + epsilon);
        }
        if (x.width() == 0) {
            throw new IllegalArgumentException("the norm of rows without numbers: " + x);
        }
        double share = 1.0 / x.width();
        // from the deviations: the mean square less the squared mean loses all digits in nearly constant rows
        Var deviations = x.minus(x.sumColumns().scale(share));
        Var variance = deviations.squared().sumColumns().scale(share);
        return deviations.times(variance.plus(epsilon).sqrt().reciprocal());
    }
}

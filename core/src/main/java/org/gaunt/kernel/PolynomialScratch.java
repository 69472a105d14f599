package org.gaunt.kernel;

/**
 * Where a {@link PolynomialProgram} finds its numbers in scratch space. Everything is in blocks of vectors, one for
 * each row of a panel: the variables, their direction, the gradient by them, the duals of the values, the values; and for each
 * node of one polynomial S, its tangent, P and its tangent ({@link PolynomialEmitter}).
 *
 * @param variables number of variables
 * @param roots number of polynomials
 * @param nodes largest number of nodes of a polynomial
 * @param rows of a panel
 * @param lanes of a vector
 */
record PolynomialScratch(int variables, int roots, int nodes, int rows, int lanes) {
    int block() {
        return rows * lanes;
    }

    int x() {
        return 0;
    }

    int dx() {
        return variables * block();
    }

    int outX() {
        return 2 * variables * block();
    }

    int g() {
        return 3 * variables * block();
    }

    int value() {
        return g() + roots * block();
    }

    int s() {
        return value() + roots * block();
    }

    int ds() {
        return s() + nodes * block();
    }

    int p() {
        return s() + 2 * nodes * block();
    }

    int dp() {
        return s() + 3 * nodes * block();
    }

    int length() {
        return s() + 4 * nodes * block();
    }
}

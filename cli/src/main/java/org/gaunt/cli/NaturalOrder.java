package org.gaunt.cli;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts names as people do: T300, T600, T1200. */
final class NaturalOrder implements Comparator<String> {

    private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(String left, String right) {
        Matcher a = PIECE.matcher(left);
        Matcher b = PIECE.matcher(right);
        while (true) {
            boolean moreLeft = a.find();
            boolean moreRight = b.find();
            if (!moreLeft || !moreRight) {
                return moreLeft == moreRight ? left.compareTo(right) : Boolean.compare(moreLeft, moreRight);
            }
            int order = comparePieces(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int comparePieces(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? new BigInteger(left).compareTo(new BigInteger(right))
                : left.compareTo(right);
    }

    private static boolean isNumber(String piece) {
        return Character.isDigit(piece.charAt(0));
    }
}

package org.gaunt.potential.dispersion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.atoms.Units;

/**
 * Reference values of D3: radii of the elements, and C6 between systems in which the elements have known coordination numbers
 * (Grimme, Antony, Ehrlich and Krieg 2010). Sources and licence are in {@code README.md} beside the resource.
 *
 * <p>In hartree and bohr. Reference systems are numbered through all elements; those of one element follow each other.
 */
final class D3Reference {
    private static final String RESOURCE = "d3-reference.txt";
    private static final int VALUES = 3;

    private final double[] covalentRadius;
    private final double[] multipoleRadius;
    private final int[] first;
    private final double[] coordination;
    private final double[][] c6;

    private D3Reference(List<double[]> elements, List<double[]> rows) {
        int largest = elements.size();
        covalentRadius = new double[largest + 1];
        multipoleRadius = new double[largest + 1];
        first = new int[largest + 2];
        coordination = new double[rows.size()];
        for (int z = 1; z <= largest; z++) {
            double[] line = elements.get(z - 1);
            covalentRadius[z] = 4.0 / 3.0 * line[1] / Units.BOHR;
            multipoleRadius[z] = Math.sqrt(0.5 * line[2] * Math.sqrt(z));
            System.arraycopy(line, VALUES, coordination, first[z], line.length - VALUES);
            first[z + 1] = first[z] + line.length - VALUES;
        }
        c6 = new double[rows.size()][rows.size()];
        for (int i = 0; i < c6.length; i++) {
            for (int j = 0; j <= i; j++) {
                c6[i][j] = rows.get(i)[j];
                c6[j][i] = c6[i][j];
            }
        }
    }

    /** Reads the resource. */
    static D3Reference read() {
        InputStream in = Objects.requireNonNull(D3Reference.class.getResourceAsStream(RESOURCE), RESOURCE);
        List<double[]> elements = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("element ")) {
                    elements.add(numbers(line));
                } else if (line.startsWith("c6 ")) {
                    rows.add(numbers(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new D3Reference(elements, rows);
    }

    private static double[] numbers(String line) {
        String[] words = line.split(" ", -1);
        double[] numbers = new double[words.length - 1];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = Double.parseDouble(words[k + 1]);
        }
        return numbers;
    }

    /** The heaviest element with values. */
    int largestNumber() {
        return covalentRadius.length - 1;
    }

    /** Covalent radius times 4/3, bohr. */
    double covalentRadius(int number) {
        return covalentRadius[number];
    }

    /** Square root of √Z ⟨r⁴⟩ / (2 ⟨r²⟩), whose products give C8 from C6, bohr. */
    double multipoleRadius(int number) {
        return multipoleRadius[number];
    }

    /** The first reference system of an element; its last is the one before the first of the next element. */
    int first(int number) {
        return first[number];
    }

    /** Number of reference systems of an element. */
    int count(int number) {
        return first[number + 1] - first[number];
    }

    /** Coordination number of the element in a reference system. */
    double coordination(int system) {
        return coordination[system];
    }

    /** C6 between a reference system and each of them, hartree bohr⁶ [systems]; the array itself, not to be changed. */
    double[] c6(int system) {
        return c6[system];
    }
}

package org.gaunt.sim.md.io;

import java.util.List;
import java.util.TreeSet;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;

/**
 * The elements of a structure.
 *
 * @param symbols in the order of their numbers
 * @param of which of them each atom is [atoms]
 * @param counts atoms of each
 */
@SuppressWarnings("ArrayRecordComponent") // inside of this package, never compared
record Elements(List<String> symbols, int[] of, int[] counts) {
    static Elements in(Structure structure) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (int number : structure.numbers()) {
            numbers.add(number);
        }
        List<Integer> order = List.copyOf(numbers);
        int[] of = new int[structure.size()];
        int[] counts = new int[order.size()];
        for (int i = 0; i < of.length; i++) {
            of[i] = order.indexOf(structure.number(i));
            counts[of[i]]++;
        }
        return new Elements(
                order.stream().map(number -> Element.of(number).symbol()).toList(), of, counts);
    }

    int size() {
        return counts.length;
    }
}

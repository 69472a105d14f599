package org.gaunt.atoms;

import java.util.SortedSet;
import java.util.TreeSet;
import org.gaunt.files.InputException;

/**
 * Refuses numbers in the place of elements that are types of atoms of a simulation program: LAMMPS writes 1, 2, ... there unless it
 * is told the elements, and they would be read as H, He, ....
 */
final class NumberedTypes {

    private static final String LAMMPS = "Atoms. Timestep";

    private NumberedTypes() {}

    /**
     * Looks at the elements of a frame that has nothing but numbers there, in a column that is not declared as atomic numbers.
     *
     * @param numbers as read
     * @param comment the second line, or an empty text where it has a meaning of its own
     * @param problem a started message about the first atom line
     * @throws InputException if they are types, or are 1, 2, ..., which may be types
     */
    static void refuse(int[] numbers, String comment, InputException.Builder problem) {
        SortedSet<Integer> different = new TreeSet<>();
        for (int number : numbers) {
            different.add(number);
        }
        boolean lammps = comment.startsWith(LAMMPS) || comment.equals("Atoms");
        boolean fromOne = different.first() == 1 && different.last() == different.size();
        if (!lammps && !fromOne && !different.contains(2)) {
            return; // helium is what types are mistaken for; nobody means it
        }
        throw problem.found("the numbers " + different + " in place of elements"
                        + (lammps ? " in a dump of LAMMPS (\"" + CommentLine.excerpt(comment) + "\")" : ""))
                .wanted("symbols such as Si and O")
                .remedy(
                        lammps
                                ? "write the dump with elements: dump_modify ID element Si O ..., in the order of the types"
                                : "write symbols; if these are atomic numbers and not types of atoms, declare them:"
                                        + " Properties=Z:I:1:pos:R:3")
                .build();
    }
}

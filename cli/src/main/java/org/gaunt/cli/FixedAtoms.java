package org.gaunt.cli;

import java.util.Set;
import java.util.TreeSet;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;

/** Atoms that do not move, as {@code --fix} names them: numbers from 1 on and ranges of them, or elements. */
final class FixedAtoms {

    private FixedAtoms() {}

    /**
     * The atoms of a structure.
     *
     * @param words such as {@code 1}, {@code 4-6} or {@code Pt}
     * @return indices, from 0 on
     * @throws InputException if the structure has no such atom, or a word is neither
     */
    static Set<Integer> of(Iterable<String> words, Structure structure) {
        Set<Integer> fixed = new TreeSet<>();
        for (String word : words) {
            var element = Element.ofSymbol(word.strip());
            if (element.isPresent()) {
                for (int atom = 0; atom < structure.size(); atom++) {
                    if (structure.number(atom) == element.get().number()) {
                        fixed.add(atom);
                    }
                }
                continue;
            }
            if (!word.strip().matches("\\d{1,9}(-\\d{1,9})?")) {
                throw InputException.of("--fix: not understood")
                        .found(word)
                        .wanted(
                                "numbers of atoms from 1 on, ranges such as 4-6, or elements such as Pt, with commas between")
                        .build();
            }
            String[] ends = word.strip().split("-", -1);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first < 1 || last < first || last > structure.size()) {
                throw structure
                        .problem("--fix names atoms that are not there")
                        .found(word)
                        .wanted("1 to " + structure.size())
                        .build();
            }
            for (int atom = first; atom <= last; atom++) {
                fixed.add(atom - 1);
            }
        }
        return fixed;
    }
}

package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which isolated atoms count for which head. */
class IsolatedAtomsTest {

    private static Structure atom(int number, double energy, @Nullable String head) {
        return Structure.builder(new int[] {number}, new double[3])
                .labels(Labels.NONE.withEnergy(energy))
                .info(head == null ? Map.of() : Map.of("head", head))
                .build();
    }

    @Test
    void aHeadTakesItsOwnAtomsAndThoseOfNoHead() {
        IsolatedAtoms atoms = IsolatedAtoms.of(List.of(atom(1, -1, null), atom(1, -2, "pt"), atom(8, -7, null)));
        assertThat(atoms.energies("pt")).containsExactly(Map.entry(1, -2.0), Map.entry(8, -7.0));
        assertThat(atoms.energies("own")).containsExactly(Map.entry(1, -1.0), Map.entry(8, -7.0));
        assertThat(atoms.elements()).containsExactly(1, 8);
    }

    @Test
    void earlierListsCountFirst() {
        IsolatedAtoms both = IsolatedAtoms.of(List.of(atom(1, -1, null)))
                .plus(IsolatedAtoms.of(List.of(atom(1, -3, null), atom(6, -5, "pt"))));
        assertThat(both.energies()).containsExactly(Map.entry(1, -1.0), Map.entry(6, -5.0));
        assertThat(both.energies("pt")).containsExactly(Map.entry(1, -1.0), Map.entry(6, -5.0));
        assertThat(both.energies("own")).containsExactly(Map.entry(1, -1.0));
        assertThat(IsolatedAtoms.NONE.energies()).isEmpty();
    }

    @Test
    void differentEnergiesAreAnErrorWhereHeadsDoNotTellThemApart() {
        IsolatedAtoms atoms = IsolatedAtoms.of(List.of(atom(1, -1, "own"), atom(1, -2, "pt")));
        assertThat(atoms.energies("pt")).containsEntry(1, -2.0);
        assertThatThrownBy(atoms::energies)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("-2.0 eV, and -1.0 eV before")
                .hasMessageContaining("model.heads");
        assertThatThrownBy(() -> IsolatedAtoms.of(List.of(atom(1, -1, "pt"), atom(1, -2, "pt"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two isolated atoms of one element");
    }
}

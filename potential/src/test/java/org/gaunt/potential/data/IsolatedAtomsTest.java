package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Cell;
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
    void twoListsAddUpWhereTheyAgree() {
        IsolatedAtoms first = IsolatedAtoms.of(List.of(atom(1, -1, null)));
        IsolatedAtoms both = first.plus(IsolatedAtoms.of(List.of(atom(1, -1.0000001, null), atom(6, -5, "pt"))));
        assertThat(both.energies()).containsExactly(Map.entry(1, -1.0), Map.entry(6, -5.0));
        assertThat(both.energies("pt")).containsExactly(Map.entry(1, -1.0), Map.entry(6, -5.0));
        assertThat(both.energies("own")).containsExactly(Map.entry(1, -1.0));
        assertThat(IsolatedAtoms.NONE.energies()).isEmpty();
        IsolatedAtoms other = IsolatedAtoms.of(List.of(atom(1, -3, null)));
        assertThatThrownBy(() -> first.plus(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("H with -1.0 eV, and H with -3.0 eV");
    }

    @Test
    void aFileOfIsolatedAtomsHoldsNothingElse() {
        Structure box = atom(1, -1, null).toBuilder()
                .cell(Cell.box(15, 15, 15))
                .pbc(true, true, true)
                .configType("vasp")
                .build();
        assertThat(IsolatedAtoms.ofFile(List.of(box)).energies()).containsExactly(Map.entry(1, -1.0));
        Structure two = Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 1})
                .labels(Labels.NONE.withEnergy(-3))
                .build();
        assertThatThrownBy(() -> IsolatedAtoms.ofFile(List.of(box, two)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a frame of several atoms in a file of isolated atoms")
                .hasMessageContaining("H2, 2 atoms");
        Structure unlabelled = box.withLabels(Labels.NONE);
        assertThatThrownBy(() -> IsolatedAtoms.ofFile(List.of(unlabelled)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("an isolated atom without an energy");
    }

    @Test
    void atomsWhoseImagesAreNeighboursAreNamed() {
        Structure.Builder atom = atom(29, -1, null).toBuilder().pbc(true, true, true);
        Structure wide = atom.cell(Cell.box(15, 15, 15)).build();
        Structure narrow = atom.cell(Cell.box(4, 15, 15)).build();
        assertThat(DataChecks.crowded(IsolatedAtoms.of(List.of(wide)), 5)).isEmpty();
        assertThat(DataChecks.crowded(IsolatedAtoms.of(List.of(narrow)), 5))
                .singleElement()
                .asString()
                .contains("the isolated atom Cu has images of itself within the cut-off of 5.0");
    }

    @Test
    void differentEnergiesAreAnErrorWhereHeadsDoNotTellThemApart() {
        IsolatedAtoms atoms = IsolatedAtoms.of(List.of(atom(1, -1, "own"), atom(1, -2, "pt")));
        assertThat(atoms.energies("pt")).containsEntry(1, -2.0);
        assertThatThrownBy(atoms::energies)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("H with -1.0 eV, and H with -2.0 eV")
                .hasMessageContaining("model.heads");
        assertThatThrownBy(() -> IsolatedAtoms.of(List.of(atom(1, -1, "pt"), atom(1, -2, "pt"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two isolated atoms of one element");
    }
}

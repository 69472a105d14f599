package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Columns that hold forces in another form than three numbers under one name. */
final class ForceColumns {

    private static final List<Set<String>> COMPONENTS = List.of(
            Set.of("fx", "forcex", "forcesx"), Set.of("fy", "forcey", "forcesy"), Set.of("fz", "forcez", "forcesz"));

    private static final Set<String> GRADIENTS =
            Set.of("gradient", "gradients", "grad", "grads", "dedr", "dedx", "energygradient", "energygradients");

    private ForceColumns() {}

    /** The columns of x, y and z of forces, such as {@code fx}, {@code fy}, {@code fz}; none unless all three are there. */
    static List<ColumnLayout.Column> components(ColumnLayout layout) {
        List<ColumnLayout.Column> three = new ArrayList<>();
        for (Set<String> names : COMPONENTS) {
            layout.columns().stream()
                    .filter(column -> column.type() == AtomColumn.Type.REAL && column.width() == 1)
                    .filter(column -> names.contains(FrameHeader.letters(column.name())))
                    .findFirst()
                    .ifPresent(three::add);
        }
        return three.size() == 3 ? three : List.of();
    }

    /** The columns of gradients of the energy, which are minus forces. */
    static List<String> gradients(ColumnLayout layout) {
        return layout.columns().stream()
                .filter(column -> column.type() == AtomColumn.Type.REAL && column.width() == 3)
                .map(ColumnLayout.Column::name)
                .filter(ForceColumns::isGradient)
                .toList();
    }

    private static boolean isGradient(String name) {
        String letters = FrameHeader.letters(name);
        return GRADIENTS.contains(letters) || letters.endsWith("gradient") || letters.endsWith("gradients");
    }
}

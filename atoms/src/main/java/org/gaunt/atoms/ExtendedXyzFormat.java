package org.gaunt.atoms;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Extended XYZ, compressed by gzip where the name ends in {@code .gz}. */
public final class ExtendedXyzFormat implements StructureFormat {

    /** Called by the service loader. */
    public ExtendedXyzFormat() {}

    @Override
    public String name() {
        return "extended XYZ (.xyz, .extxyz)";
    }

    @Override
    public boolean matches(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return Stream.of(".xyz", ".extxyz", ".exyz").anyMatch(plain::endsWith);
    }

    @Override
    public List<Structure> read(Path file, LabelKeys keys) {
        return ExtendedXyz.read(file, keys);
    }

    @Override
    public void write(Path file, Iterable<Structure> structures, LabelKeys keys) {
        ExtendedXyz.write(file, structures, keys);
    }
}

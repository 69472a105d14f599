package org.gaunt.atoms;

import java.nio.file.Path;
import org.gaunt.files.InputException;

/**
 * An extended XYZ file whose frames are read one by one, in any order, by any thread: for data larger than the memory. The
 * file must not change while it is used. A file packed by gzip is unpacked once, into a temporary file.
 */
public final class FrameFile {

    private final TextSource source;
    private final LabelKeys keys;

    private FrameFile(TextSource source, LabelKeys keys) {
        this.source = source;
        this.keys = keys;
    }

    /**
     * Prepares a file.
     *
     * @throws InputException if it is missing, cannot be read, is no text, or cannot be unpacked
     */
    public static FrameFile of(Path path, LabelKeys keys) {
        return new FrameFile(TextSource.of(path, ExtendedXyz.WHAT), keys);
    }

    /** Is shown the frames of a file. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at the next frame.
         *
         * @param offset where it begins, for {@link #read}
         */
        void frame(Structure frame, long offset);
    }

    /**
     * Reads all frames, in their order.
     *
     * @throws InputException if the file is empty or wrong
     */
    public void forEach(Visitor visitor) {
        try (ExtendedXyzReader reader = reader(0, 1)) {
            for (Structure frame = reader.next(); frame != null; frame = reader.next()) {
                visitor.frame(frame, reader.offset());
            }
        }
    }

    /**
     * Reads one frame.
     *
     * @param offset where it begins, as {@link #forEach} told
     * @param line number of its first line, counted from 1, for messages
     * @throws InputException if there is no frame at this place
     */
    public Structure read(long offset, int line) {
        try (ExtendedXyzReader reader = reader(offset, line)) {
            Structure structure = reader.next();
            if (structure == null) {
                throw InputException.of("the file has become shorter while it was used")
                        .file(source.path())
                        .line(line)
                        .remedy("leave the file alone while it is used")
                        .build();
            }
            return structure;
        }
    }

    private ExtendedXyzReader reader(long offset, int line) {
        return new ExtendedXyzReader(
                new TextLines(source.openAt(offset), offset, line),
                keys,
                Runtime.getRuntime().maxMemory());
    }
}

package org.gaunt.potential.importer.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@code torch.save} wrote, opened as data: a zip archive, or before PyTorch 1.6 a sequence of pickles.
 *
 * <pre>{@code
 * try (TorchFile file = TorchFile.open(Path.of("mace.model"))) {
 *     if (file.root() instanceof TorchObject model) {
 *         String name = model.className();
 *     }
 * }
 * }</pre>
 *
 * <p>Tensors read their numbers while the file is open.
 */
public final class TorchFile implements AutoCloseable {
    /** The remedy for files that are cut off or changed. */
    static final String COPY_AGAIN = "copy or download the file again";

    private final @Nullable Object root;
    private final AutoCloseable source;

    private TorchFile(@Nullable Object root, AutoCloseable source) {
        this.root = root;
        this.source = source;
    }

    /**
     * Whether a file may be one that {@code torch.save} wrote.
     *
     * @param head its first bytes
     */
    public static boolean recognizes(byte[] head) {
        return isZip(head) || isLegacy(head);
    }

    private static boolean isZip(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /** The beginning of a pickle that is the integer 0x1950a86a20f9469cfc6c. */
    private static boolean isLegacy(byte[] head) {
        return head.length > 13 && (head[0] & 0xff) == 0x80 && (head[2] & 0xff) == 0x8a && head[3] == 10;
    }

    /**
     * Opens a file and reads everything but the numbers of tensors.
     *
     * @throws InputException if the file is missing, damaged, not of these formats, or holds what is not read
     */
    public static TorchFile open(Path file) {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(64);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (isZip(head)) {
            TorchArchive archive = TorchArchive.open(file);
            try {
                return new TorchFile(archive.root(), archive);
            } catch (RuntimeException e) {
                archive.close();
                throw e;
            }
        }
        if (isLegacy(head)) {
            return new TorchFile(LegacyFile.root(file, bytes(file)), () -> {});
        }
        throw InputException.of("the file is not one that torch.save wrote")
                .file(file)
                .found("neither a zip archive nor a pickle of PyTorch")
                .wanted("a .model file of MACE")
                .remedy(COPY_AGAIN)
                .build();
    }

    private static ByteBuffer bytes(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw damaged(file, "a file of " + channel.size() + " bytes in the format before PyTorch 1.6", null);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The saved value, as {@link TorchObject} says. */
    public @Nullable Object root() {
        return root;
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (Exception e) {
            throw new IllegalStateException("a file that was read cannot be closed", e);
        }
    }

    static InputException unreadable(Path file, IOException e) {
        return InputException.of("the file cannot be read")
                .file(file)
                .found(String.valueOf(e.getMessage()))
                .cause(e)
                .build();
    }

    static InputException damaged(Path file, String found, @Nullable Throwable cause) {
        InputException.Builder builder = InputException.of(
                        "the file is damaged, or holds what is not read from a model")
                .file(file)
                .found(found)
                .wanted("a model as torch.save writes it")
                .remedy(COPY_AGAIN);
        return (cause == null ? builder : builder.cause(cause)).build();
    }

    /** The storage that a persistent id names: ('storage', class, key, device, number of elements). */
    static TorchStorage storage(List<@Nullable Object> id, TorchStorage.Source source)
            throws Unpickler.PickleException {
        if (id.size() < 5
                || !"storage".equals(id.get(0))
                || !(id.get(1) instanceof TorchName className)
                || !(id.get(2) instanceof String key)
                || !(id.get(4) instanceof Long count)) {
            throw new Unpickler.PickleException("a reference that is not to a storage");
        }
        ElementType type = ElementType.of(className.name());
        if (type == null) {
            throw new Unpickler.PickleException("numbers of type " + className.name());
        }
        if (count < 0 || count * type.bytes() > Integer.MAX_VALUE) {
            throw new Unpickler.PickleException("a storage of " + count + " numbers");
        }
        return new TorchStorage(type, key, (int) (long) count, source);
    }
}

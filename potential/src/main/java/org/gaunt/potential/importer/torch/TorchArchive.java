package org.gaunt.potential.importer.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** The zip archive of {@code torch.save}: {@code X/data.pkl}, {@code X/data/0} and so on, {@code X/byteorder}. */
final class TorchArchive implements AutoCloseable {
    private static final String PICKLE = "/data.pkl";

    /** More than the pickle of any model: theirs have some hundred kilobytes. */
    private static final long LARGEST_PICKLE = 64L << 20;

    private final Path file;
    private final ZipFile zip;
    private final String folder;

    private TorchArchive(Path file, ZipFile zip, String folder) {
        this.file = file;
        this.zip = zip;
        this.folder = folder;
    }

    static TorchArchive open(Path file) {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw TorchFile.damaged(file, "a zip archive that is cut off or changed", e);
        } catch (IOException e) {
            throw TorchFile.unreadable(file, e);
        }
        try {
            return new TorchArchive(file, zip, folder(file, zip));
        } catch (RuntimeException e) {
            try {
                zip.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** The one folder at the top, which holds the pickle. */
    private static String folder(Path file, ZipFile zip) {
        List<String> folders = new ArrayList<>();
        List<? extends ZipEntry> entries = Collections.list(zip.entries());
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.startsWith("/")
                    || name.contains("\\")
                    || List.of(name.split("/")).contains("..")) {
                throw TorchFile.damaged(file, "an entry outside of the archive", null);
            }
            if (name.contains("/data/aotinductor/") || name.contains("/aotinductor/")) {
                throw notRead(
                        file,
                        "a compiled package of PyTorch (.pt2), which holds machine code",
                        "take the model file before its compilation");
            }
            int end = name.indexOf(PICKLE);
            if (end > 0 && end + PICKLE.length() == name.length() && name.indexOf('/') == end) {
                folders.add(name.substring(0, end));
            }
        }
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.endsWith("/constants.pkl") || name.contains("/code/")) {
                throw notRead(
                        file,
                        "a compiled model (TorchScript, as _compiled.model, -lammps.pt and deployed .pth files are)",
                        "take the .model file of the same training");
            }
            if (name.endsWith("/.data/extern_modules") || name.endsWith("/extern_modules")) {
                throw notRead(
                        file,
                        "a package of PyTorch with its sources, as NequIP 0.7 writes it",
                        "only .model files of MACE are read");
            }
        }
        if (folders.size() != 1) {
            throw TorchFile.damaged(
                    file,
                    folders.isEmpty() ? "a zip archive without a data.pkl" : folders.size() + " pickles in one archive",
                    null);
        }
        return folders.getFirst();
    }

    private static InputException notRead(Path file, String found, String remedy) {
        return InputException.of("this kind of file is not read")
                .file(file)
                .found(found)
                .wanted("a .model file of MACE")
                .remedy(remedy)
                .build();
    }

    @Nullable
    Object root() {
        ZipEntry order = zip.getEntry(folder + "/byteorder");
        if (order != null) {
            String text = new String(read(order, 16), StandardCharsets.ISO_8859_1).strip();
            if (!text.equals("little")) {
                throw TorchFile.damaged(file, "numbers in the byte order \"" + text + "\"", null);
            }
        }
        ByteBuffer pickle = ByteBuffer.wrap(read(zip.getEntry(folder + PICKLE), LARGEST_PICKLE));
        try {
            return new Unpickler(pickle, id -> checked(TorchFile.storage(id, this::storage))).load();
        } catch (Unpickler.PickleException e) {
            throw TorchFile.damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** A storage that is there and long enough. */
    private TorchStorage checked(TorchStorage storage) {
        entry(storage);
        return storage;
    }

    private ByteBuffer storage(TorchStorage storage) {
        ZipEntry entry = entry(storage);
        return ByteBuffer.wrap(read(entry, entry.getSize()));
    }

    private ZipEntry entry(TorchStorage storage) {
        ZipEntry entry = zip.getEntry(folder + "/data/" + storage.key());
        if (entry == null) {
            throw TorchFile.damaged(file, "no storage " + printable(storage.key()), null);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() < storage.bytes()) {
            throw TorchFile.damaged(
                    file,
                    "storage " + printable(storage.key()) + " of " + entry.getSize() + " bytes instead of "
                            + storage.bytes(),
                    null);
        }
        return entry;
    }

    private static String printable(String key) {
        return key.length() > 20 ? key.substring(0, 20) + "..." : key;
    }

    private byte[] read(ZipEntry entry, long most) {
        if (entry.getSize() > most || entry.getSize() > Integer.MAX_VALUE - 16) {
            throw TorchFile.damaged(file, "an entry of " + entry.getSize() + " bytes", null);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.max(0, entry.getSize()));
            if (bytes.length < entry.getSize()) {
                throw TorchFile.damaged(file, "an entry that is cut off", null);
            }
            return bytes;
        } catch (ZipException e) {
            throw TorchFile.damaged(file, "a zip archive that is cut off or changed", e);
        } catch (IOException e) {
            throw TorchFile.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw TorchFile.unreadable(file, e);
        }
    }
}

package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format before PyTorch 1.6: pickles of a mark, the version, the sizes of types, the value and the keys of the storages; then for each
 * key the number of its elements and these.
 */
final class LegacyFile {
    private static final long VERSION = 1001;

    private final Path file;
    private final ByteBuffer data;
    private final Map<String, TorchStorage> named = new HashMap<>();
    private final Map<String, Integer> placeOf = new HashMap<>();

    private LegacyFile(Path file, ByteBuffer data) {
        this.file = file;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    static @Nullable Object root(Path file, ByteBuffer data) {
        LegacyFile legacy = new LegacyFile(file, data);
        try {
            return legacy.read();
        } catch (Unpickler.PickleException e) {
            throw TorchFile.damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable Object read() throws Unpickler.PickleException {
        load(); // the mark
        if (!(load() instanceof Long version) || version != VERSION) {
            throw new Unpickler.PickleException("a version of the format that is not " + VERSION);
        }
        if (!(load() instanceof TorchDict system)
                || !Boolean.TRUE.equals(system.entries().get("little_endian"))) {
            throw new Unpickler.PickleException("numbers that are not little-endian");
        }
        Object root = load();
        if (!(load() instanceof List<?> keys)) {
            throw new Unpickler.PickleException("no list of storages");
        }
        for (Object key : keys) {
            TorchStorage storage = key instanceof String name ? named.get(name) : null;
            if (storage == null) {
                throw new Unpickler.PickleException("a storage that no tensor names");
            }
            if (data.remaining() < 8 || data.getLong(data.position()) != storage.count()) {
                throw new Unpickler.PickleException("a storage that is cut off or of another length");
            }
            data.position(data.position() + 8);
            if (data.remaining() < storage.bytes()) {
                throw new Unpickler.PickleException("a storage that is cut off");
            }
            placeOf.put(storage.key(), data.position());
            data.position(data.position() + (int) storage.bytes());
        }
        return root;
    }

    private @Nullable Object load() throws Unpickler.PickleException {
        return new Unpickler(data, this::reference).load();
    }

    private Object reference(List<@Nullable Object> id) throws Unpickler.PickleException {
        if (id.size() == 4 && "module".equals(id.get(0)) && id.get(1) instanceof TorchName name) {
            return name; // with the text of its source, which is dropped
        }
        if (id.size() == 6 && id.get(5) != null) {
            throw new Unpickler.PickleException("a view of a storage");
        }
        TorchStorage storage = TorchFile.storage(id, this::numbers);
        TorchStorage known = named.putIfAbsent(storage.key(), storage);
        if (known != null && (known.count() != storage.count() || known.type() != storage.type())) {
            throw new Unpickler.PickleException("a storage of two lengths");
        }
        return known == null ? storage : known;
    }

    private ByteBuffer numbers(TorchStorage storage) {
        Integer place = placeOf.get(storage.key());
        if (place == null) {
            throw TorchFile.damaged(file, "a storage that is missing", null);
        }
        return data.slice(place, (int) storage.bytes());
    }
}

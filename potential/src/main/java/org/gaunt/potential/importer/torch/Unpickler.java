package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pickle as data (protocols 2 to 4): a stack machine whose instructions and functions are closed lists. What is not on them is an
 * error with its number and place; calls of unknown functions become {@link TorchCall}s.
 */
final class Unpickler {
    /** Instructions of a pickle; files of models have some ten thousand. */
    private static final int MOST_INSTRUCTIONS = 4_000_000;

    /** Where the elements of a list begin. */
    private static final class Mark {}

    /** A damaged or unsupported pickle. */
    static final class PickleException extends Exception {
        private static final long serialVersionUID = 1L;

        PickleException(String message) {
            super(message);
        }
    }

    /** The meaning of a persistent id, a tuple. */
    @FunctionalInterface
    interface PersistentIds {
        @Nullable
        Object load(List<@Nullable Object> id) throws PickleException;
    }

    private final PickleBytes data;
    private final PersistentIds ids;
    private final Function<TensorRequest, TorchTensor> tensors;
    private final ArrayList<@Nullable Object> stack = new ArrayList<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    /** The arguments of {@code _rebuild_tensor_v2}. */
    record TensorRequest(
            TorchStorage storage, long offset, List<@Nullable Object> shape, List<@Nullable Object> strides) {}

    /**
     * A reader that begins at the buffer's position and leaves it behind the pickle.
     *
     * @param ids what persistent ids stand for
     */
    Unpickler(ByteBuffer data, PersistentIds ids) {
        this.data = new PickleBytes(data);
        this.ids = ids;
        this.tensors = r -> TorchTensor.of(r.storage(), r.offset(), longs(r.shape()), longs(r.strides()));
    }

    private static long[] longs(List<@Nullable Object> values) {
        long[] numbers = new long[values.size()];
        for (int k = 0; k < numbers.length; k++) {
            if (!(values.get(k) instanceof Long n)) {
                throw new IllegalArgumentException("a tensor whose shape is not of integers");
            }
            numbers[k] = n;
        }
        return numbers;
    }

    /** The value of the pickle. */
    @Nullable
    Object load() throws PickleException {
        for (int n = 0; n < MOST_INSTRUCTIONS; n++) {
            int at = data.position();
            int code = data.u1();
            if (code == '.') {
                Object result = pop();
                if (result instanceof Mark) {
                    throw new PickleException("a pickle without a value");
                }
                return result;
            }
            try {
                step(code, at);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new PickleException(e.getMessage() + " (byte " + at + ")");
            }
        }
        throw new PickleException("a pickle of more than " + MOST_INSTRUCTIONS + " instructions");
    }

    private void step(int code, int at) throws PickleException {
        switch (code) {
            case 0x80 -> {
                int protocol = data.u1();
                if (protocol < 2 || protocol > 4) {
                    throw new PickleException("a pickle of protocol " + protocol + ", known are 2 to 4");
                }
            }
            case 0x95 -> data.skip(8); // frame
            case '(' -> push(new Mark());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) data.i4());
            case 'K' -> push((long) data.u1());
            case 'M' -> push((long) (data.u1() | data.u1() << 8));
            case 0x8a -> push(data.integer(data.u1()));
            case 'G' -> push(data.big8());
            case 'X' -> push(data.text(data.length4()));
            case 0x8c -> push(data.text(data.u1()));
            case 'B' -> push(data.bytes(data.length4()));
            case 'C' -> push(data.bytes(data.u1()));
            case ')' -> push(List.of());
            case 't' -> push(tuple(popMarked()));
            case 0x85 -> push(tuple(popMany(1)));
            case 0x86 -> push(tuple(popMany(2)));
            case 0x87 -> push(tuple(popMany(3)));
            case ']' -> push(new ArrayList<@Nullable Object>());
            case 0x8f -> push(new ArrayList<@Nullable Object>()); // a set
            case 0x91 -> push(tuple(popMarked())); // a frozen set
            case 'a' -> append(popMany(1));
            case 'e', 0x90 -> append(popMarked());
            case '}' -> push(new TorchDict());
            case 's' -> put(popMany(2));
            case 'u' -> put(popMarked());
            case 'c' -> push(new TorchName(data.line() + "." + data.line()));
            case 0x93 -> {
                List<@Nullable Object> parts = popMany(2);
                if (!(parts.get(0) instanceof String module) || !(parts.get(1) instanceof String name)) {
                    throw new PickleException("a name that is no text");
                }
                push(new TorchName(module + "." + name));
            }
            case 0x81 -> newObject(popMany(2));
            case 0x92 -> {
                pop(); // arguments by name
                newObject(popMany(2));
            }
            case 'R' -> {
                List<@Nullable Object> call = popMany(2);
                push(call(call.get(0), list(call.get(1), "arguments of a call")));
            }
            case 'b' -> build(pop());
            case 'q' -> memo.put(data.u1(), peek());
            case 'r' -> memo.put(data.i4(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> push(remembered(data.u1()));
            case 'j' -> push(remembered(data.i4()));
            case 'Q' -> push(ids.load(list(pop(), "a persistent id")));
            default ->
                throw new PickleException(
                        String.format(Locale.ROOT, "instruction 0x%02x of a pickle at byte %d", code, at));
        }
    }

    private void newObject(List<@Nullable Object> parts) throws PickleException {
        if (!(parts.get(0) instanceof TorchName of)) {
            throw new PickleException("an object whose class has no name");
        }
        push(new TorchObject(of.name(), list(parts.get(1), "arguments of an object")));
    }

    /** The few functions that are known, and a note of the others. */
    private Object call(@Nullable Object function, List<@Nullable Object> arguments) throws PickleException {
        if (!(function instanceof TorchName of)) {
            throw new PickleException("a call of what is not a function");
        }
        return switch (of.name()) {
            case "collections.OrderedDict" -> dictionary(arguments);
            case "__builtin__.set", "builtins.set" ->
                arguments.isEmpty() ? new ArrayList<@Nullable Object>() : list(arguments.getFirst(), "a set");
            case "torch.Size" -> list(argument(arguments, 0), "a shape");
            case "_codecs.encode" -> {
                if (!(argument(arguments, 0) instanceof String text) || !"latin1".equals(argument(arguments, 1))) {
                    throw new PickleException("bytes that are not encoded as latin1");
                }
                yield text.getBytes(StandardCharsets.ISO_8859_1);
            }
            case "torch._utils._rebuild_tensor_v2" -> tensor(arguments);
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> {
                if (!(argument(arguments, 0) instanceof TorchTensor tensor)) {
                    throw new PickleException("a parameter that is no tensor");
                }
                yield tensor.asParameter();
            }
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> scalar(arguments);
            default -> new TorchCall(of.name());
        };
    }

    private static TorchDict dictionary(List<@Nullable Object> arguments) throws PickleException {
        TorchDict dictionary = new TorchDict();
        if (!arguments.isEmpty()) {
            for (Object pair : list(arguments.getFirst(), "entries of a dictionary")) {
                List<@Nullable Object> entry = list(pair, "an entry of a dictionary");
                dictionary.put(argument(entry, 0), argument(entry, 1));
            }
        }
        return dictionary;
    }

    private TorchTensor tensor(List<@Nullable Object> arguments) throws PickleException {
        if (!(argument(arguments, 0) instanceof TorchStorage storage)
                || !(argument(arguments, 1) instanceof Long offset)) {
            throw new PickleException("a tensor without a storage");
        }
        return tensors.apply(new TensorRequest(
                storage,
                offset,
                list(argument(arguments, 2), "the shape of a tensor"),
                list(argument(arguments, 3), "the strides of a tensor")));
    }

    /** A single number of numpy, of type f8: its bytes. */
    private static Object scalar(List<@Nullable Object> arguments) throws PickleException {
        if (argument(arguments, 1) instanceof byte[] bytes && bytes.length == 8) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble();
        }
        throw new PickleException("a number of numpy that is not a double");
    }

    private static @Nullable Object argument(List<@Nullable Object> arguments, int k) throws PickleException {
        if (k >= arguments.size()) {
            throw new PickleException("a call with " + arguments.size() + " arguments");
        }
        return arguments.get(k);
    }

    private void build(@Nullable Object state) throws PickleException {
        switch (peek()) {
            case TorchObject object -> object.build(state);
            case TorchDict dictionary -> {} // its attributes, such as _metadata of a state_dict
            case TorchCall call -> {}
            case null, default -> throw new PickleException("a state for what is not an object");
        }
    }

    private void append(List<@Nullable Object> elements) throws PickleException {
        switch (peek()) {
            case ArrayList<?> list -> addAll(list, elements);
            case TorchObject object -> object.fill();
            case TorchCall call -> {}
            case null, default -> throw new PickleException("elements of what is not a list");
        }
    }

    @SuppressWarnings("unchecked") // all lists that this reader makes are of objects
    private static void addAll(List<?> list, List<@Nullable Object> elements) {
        ((List<@Nullable Object>) list).addAll(elements);
    }

    private void put(List<@Nullable Object> pairs) throws PickleException {
        if (pairs.size() % 2 != 0) {
            throw new PickleException("a key without a value");
        }
        switch (peek()) {
            case TorchDict dictionary -> {
                for (int k = 0; k < pairs.size(); k += 2) {
                    dictionary.put(pairs.get(k), pairs.get(k + 1));
                }
            }
            case TorchObject object -> object.fill();
            case TorchCall call -> {}
            case null, default -> throw new PickleException("entries of what is not a dictionary");
        }
    }

    private static List<@Nullable Object> tuple(List<@Nullable Object> elements) {
        return Collections.unmodifiableList(elements);
    }

    @SuppressWarnings("unchecked") // all lists that this reader makes are of objects
    private static List<@Nullable Object> list(@Nullable Object value, String what) throws PickleException {
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new PickleException(what + " that is no list");
    }

    private void push(@Nullable Object value) {
        stack.add(value);
    }

    private @Nullable Object peek() throws PickleException {
        if (stack.isEmpty() || stack.getLast() instanceof Mark) {
            throw new PickleException("a pickle that takes more values than it has");
        }
        return stack.getLast();
    }

    private @Nullable Object pop() throws PickleException {
        Object value = peek();
        stack.removeLast();
        return value;
    }

    private List<@Nullable Object> popMany(int count) throws PickleException {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int k = count - 1; k >= 0; k--) {
            values[k] = pop();
        }
        return Arrays.asList(values);
    }

    private List<@Nullable Object> popMarked() throws PickleException {
        int mark = stack.size() - 1;
        while (mark >= 0 && !(stack.get(mark) instanceof Mark)) {
            mark--;
        }
        if (mark < 0) {
            throw new PickleException("a pickle that takes more values than it has");
        }
        List<@Nullable Object> tail = stack.subList(mark + 1, stack.size());
        List<@Nullable Object> values = new ArrayList<>(tail);
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private @Nullable Object remembered(int number) throws PickleException {
        if (!memo.containsKey(number)) {
            throw new PickleException("a value that was not remembered, number " + number);
        }
        return memo.get(number);
    }
}

package org.gaunt.sim.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Words and numbers of i-PI's protocol on a connection: words of twelve characters, then little-endian numbers without padding. For one
 * thread.
 */
public final class IpiChannel implements AutoCloseable {
    /** Bytes of a word. */
    static final int WORD = 12;

    /** Largest text that a message may carry. */
    private static final int LARGEST_TEXT = 1 << 24;

    private static final int SMALLEST_BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final ServerAddress address;
    private final Selector selector;
    private final SelectionKey key;
    private final boolean acknowledge;
    private ByteBuffer in = buffer(SMALLEST_BUFFER).flip();
    private ByteBuffer out = buffer(SMALLEST_BUFFER);
    private long timeout;
    private String message = "a word";

    private IpiChannel(SocketChannel channel, ServerAddress address, boolean acknowledge) throws IOException {
        this.channel = channel;
        this.address = address;
        this.acknowledge = acknowledge;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    static IpiChannel of(SocketChannel channel, ServerAddress address) throws IOException {
        return new IpiChannel(
                channel, address, address instanceof ServerAddress.Tcp && ServerAddress.acknowledgesAtOnce(channel));
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    ServerAddress address() {
        return address;
    }

    /**
     * The next word, or an empty text where the other side has closed the connection between two messages.
     *
     * @param patience how long to wait for it; zero for ever
     * @throws InputException if nothing comes in that time, or what comes is no word
     */
    String word(Duration patience) {
        message = "a word";
        timeout = patience.toMillis();
        if (!fill(WORD, true)) {
            return "";
        }
        byte[] bytes = new byte[WORD];
        in.get(bytes);
        for (byte b : bytes) {
            if (b != ' ' && (b < 'A' || b > 'Z')) {
                throw garbage(bytes);
            }
        }
        message = new String(bytes, StandardCharsets.US_ASCII).strip();
        return message;
    }

    /** From now on what belongs to the last word must come within a time. */
    void within(Duration patience) {
        timeout = patience.toMillis();
    }

    int readInt() {
        fill(Integer.BYTES, false);
        return in.getInt();
    }

    /** Reads numbers. */
    void read(double[] numbers) {
        fill(Math.multiplyExact(Double.BYTES, numbers.length), false);
        in.asDoubleBuffer().get(numbers);
        in.position(in.position() + Double.BYTES * numbers.length);
    }

    /** Reads the length of a text and the text. */
    String readText() {
        int length = readInt();
        if (length < 0 || length > LARGEST_TEXT) {
            throw InputException.of("the other program announces a text of an impossible length")
                    .file(address.toString())
                    .found(length + " bytes after " + message)
                    .wanted("0 to " + LARGEST_TEXT)
                    .build();
        }
        fill(length, false);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    IpiChannel put(String word) {
        room(WORD);
        for (int i = 0; i < WORD; i++) {
            out.put((byte) (i < word.length() ? word.charAt(i) : ' '));
        }
        return this;
    }

    IpiChannel put(int number) {
        room(Integer.BYTES);
        out.putInt(number);
        return this;
    }

    IpiChannel put(double number) {
        room(Double.BYTES);
        out.putDouble(number);
        return this;
    }

    /** Writes the length of a text and the text. */
    IpiChannel putText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(bytes.length);
        room(bytes.length);
        out.put(bytes);
        return this;
    }

    private void room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = buffer(Math.max(Math.addExact(out.position(), bytes), 2 * out.capacity()));
            larger.put(out.flip());
            out = larger;
        }
    }

    /** Sends what was put; returns false where the other side has closed the connection. */
    boolean send() {
        out.flip();
        try {
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    await(SelectionKey.OP_WRITE);
                }
            }
        } catch (IOException e) {
            return false;
        } finally {
            out.clear();
        }
        return true;
    }

    /** Has at least some bytes in the buffer; false where the connection ended before the first of them, if that may be. */
    private boolean fill(int bytes, boolean mayEnd) {
        if (in.remaining() >= bytes) {
            return true;
        }
        if (in.capacity() < bytes) {
            in = buffer(Math.max(bytes, 2 * in.capacity())).put(in).flip();
        }
        in.compact();
        try {
            while (in.position() < bytes) {
                if (acknowledge) {
                    channel.setOption(
                            ExtendedSocketOptions.TCP_QUICKACK, true); // the system forgets it with each packet
                }
                int count = channel.read(in);
                if (count == 0) {
                    await(SelectionKey.OP_READ);
                } else if (count < 0) {
                    return ended(mayEnd && in.position() == 0, null);
                }
            }
        } catch (IOException e) {
            return ended(mayEnd && in.position() == 0, e);
        } finally {
            in.flip();
        }
        return true;
    }

    private boolean ended(boolean allowed, @Nullable IOException cause) {
        if (allowed) {
            return false;
        }
        InputException.Builder builder = InputException.of(
                        "the other program closed the connection in the middle of a message")
                .file(address.toString())
                .found("the end after " + in.position() + " bytes of " + message)
                .wanted("the whole message");
        throw cause == null ? builder.build() : builder.cause(cause).build();
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        int ready = selector.select(timeout);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while talking to " + address);
        }
        if (ready == 0 && timeout > 0) {
            throw InputException.of("the other program says nothing")
                    .file(address.toString())
                    .found("no more of " + message + " within " + timeout / 1000.0 + " s")
                    .wanted("messages of i-PI's protocol")
                    .remedy("look whether a program with i-PI's protocol listens there")
                    .build();
        }
    }

    private InputException garbage(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (byte b : bytes) {
            shown.append(b >= ' ' && b < 127 ? String.valueOf((char) b) : "\\x%02x".formatted(b));
        }
        return InputException.of("what the other program sends is not i-PI's protocol")
                .file(address.toString())
                .found("\"" + shown + "\"")
                .wanted("a word of 12 characters, such as \"STATUS      \"")
                .build();
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            // the connection is not used any more: nothing is lost
        }
    }
}

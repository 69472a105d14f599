package org.gaunt.atoms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file from a place on. Does not touch the position of the channel, which many readers may share. */
final class ChannelInput extends InputStream {

    private final FileChannel channel;
    private final boolean closesChannel;
    private long position;

    ChannelInput(FileChannel channel, long position, boolean closesChannel) {
        this.channel = channel;
        this.position = position;
        this.closesChannel = closesChannel;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        if (closesChannel) {
            channel.close();
        }
    }
}

package org.gaunt.sim.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.gaunt.files.InputException;

/** Where a program that wants forces listens. */
public sealed interface ServerAddress {

    /** A unix socket. */
    record Unix(Path path) implements ServerAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A TCP socket. */
    record Tcp(String host, int port) implements ServerAddress {
        /** Checks the port. */
        public Tcp {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * A unix socket by the name that i-PI and ASE give it.
     *
     * @param name a path where it has a slash; else what follows the prefix
     * @param prefix in front of names, such as {@code /tmp/ipi_}
     */
    static ServerAddress unix(String name, String prefix) {
        return new Unix(Path.of(name.indexOf('/') >= 0 ? name : prefix + name));
    }

    /**
     * Connects, and tries again for as long as nobody listens.
     *
     * @param patience how long to try
     * @throws InputException if nobody listens in that time, or the address cannot be used
     */
    default IpiChannel connect(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return IpiChannel.of(open(), this);
            } catch (UnresolvedAddressException e) {
                throw InputException.of("the name of the host is not known")
                        .found(toString())
                        .wanted("a host that this machine can look up")
                        .cause(e)
                        .build();
            } catch (IllegalArgumentException e) {
                throw InputException.of("the address of the socket cannot be used")
                        .found(this + " (" + e.getMessage() + ")")
                        .wanted("a path of at most about 100 characters")
                        .cause(e)
                        .build();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw nobody(patience, e);
                }
                pause();
            }
        }
    }

    private SocketChannel open() throws IOException {
        SocketAddress address = switch (this) {
            case Unix unix -> UnixDomainSocketAddress.of(unix.path);
            case Tcp tcp -> new InetSocketAddress(tcp.host, tcp.port);
        };
        SocketChannel channel = SocketChannel.open(address);
        if (this instanceof Tcp) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel;
    }

    /** Whether acknowledgements of a channel can be sent at once: others write small packets and wait for each acknowledgement. */
    static boolean acknowledgesAtOnce(SocketChannel channel) {
        return channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    private InputException nobody(Duration patience, IOException cause) {
        boolean stale = this instanceof Unix unix && Files.exists(unix.path);
        return InputException.of("no program takes the connection")
                .found(this + ", tried for " + patience.toSeconds() + " s (" + cause.getMessage() + ")"
                        + (stale ? "; the file is there, so a program that was killed may have left it" : ""))
                .wanted("i-PI, ASE or another program with i-PI's protocol that listens there")
                .remedy("start that program first, or look at its name of the socket, its prefix or its port")
                .cause(cause)
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a connection", e);
        }
    }
}

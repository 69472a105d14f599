package org.gaunt.sim.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.gaunt.sim.socket.ForceClient.Served;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of ASE 3.22 and i-PI 3.3 in their order, and what no program should send. */
@Timeout(60)
class ForceClientTest {
    private static final double[] ROWS = {4, 0, 0, 1, 5, 0, 0.5, 0.25, 6};
    private static final Structure CRYSTAL = Structure.builder(new int[] {14, 8}, new double[6])
            .cell(Cell.of(ROWS))
            .pbc(true, true, true)
            .build();
    private static final Structure MOLECULE =
            Structure.builder(new int[] {14, 8}, new double[6]).build();
    private static final double[] POSITIONS = {0.1, 0.2, 0.3, -0.4, 0.5, 1.5};

    @TempDir
    private Path folder;

    /** The other program, on a unix socket. */
    private static final class Server implements AutoCloseable {
        private final ServerSocketChannel listener;
        private final SocketChannel channel;
        private final DataInputStream in;
        private final OutputStream out;

        Server(ServerSocketChannel listener) throws IOException {
            this.listener = listener;
            this.channel = listener.accept();
            this.in = new DataInputStream(Channels.newInputStream(channel));
            this.out = Channels.newOutputStream(channel);
        }

        void send(byte[]... parts) throws IOException {
            for (byte[] part : parts) {
                out.write(part);
            }
        }

        String word() throws IOException {
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        }

        ByteBuffer bytes(int count) throws IOException {
            return ByteBuffer.wrap(in.readNBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
        }

        Answer answer() throws IOException {
            assertThat(word()).isEqualTo("FORCEREADY  ");
            double energy = bytes(8).getDouble();
            int atoms = bytes(4).getInt();
            double[] forces = new double[3 * atoms];
            bytes(24 * atoms).asDoubleBuffer().get(forces);
            double[] virial = new double[9];
            bytes(72).asDoubleBuffer().get(virial);
            int length = bytes(4).getInt();
            return new Answer(energy, forces, virial, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            channel.close();
            listener.close();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared element by element
    private record Answer(double energy, double[] forces, double[] virial, String extras) {}

    private interface Script {
        void run(Server server) throws IOException;
    }

    private static byte[] word(String word) {
        return (word + " ".repeat(12 - word.length())).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] numbers(double... values) {
        ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        b.asDoubleBuffer().put(values);
        return b.array();
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] init(int bead, String text) {
        return join(word("INIT"), integer(bead), integer(text.length()), text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                java.util.Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Vectors in columns, bohr. */
    private static byte[] positions(double... positions) {
        double[] columns = new double[9];
        for (int i = 0; i < 9; i++) {
            columns[i] = ROWS[3 * (i % 3) + i / 3] / Units.BOHR;
        }
        double[] scaled = positions.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= Units.BOHR;
        }
        return join(
                word("POSDATA"),
                numbers(columns),
                numbers(new double[9]),
                integer(positions.length / 3),
                numbers(scaled));
    }

    private Served serve(Structure template, List<Harmonic> members, Duration patience, Script script)
            throws IOException {
        Path path = folder.resolve("socket");
        Files.deleteIfExists(path);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        return run(new ServerAddress.Unix(path), listener, template, members, patience, script);
    }

    private static Served run(
            ServerAddress address,
            ServerSocketChannel listener,
            Structure template,
            List<Harmonic> members,
            Duration patience,
            Script script)
            throws IOException {
        ForceClient client = new ForceClient(members, template, AtomicUnits.CODATA_2022, patience);
        CompletableFuture<Served> served = CompletableFuture.supplyAsync(() -> {
            try (IpiChannel channel = address.connect(Duration.ofSeconds(5))) {
                return client.serve(channel);
            }
        });
        try (Server server = new Server(listener)) {
            script.run(server);
        }
        try {
            return served.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof InputException input ? input : new IllegalStateException(e.getCause());
        }
    }

    private Served serve(Structure template, Script script) throws IOException {
        return serve(template, List.of(new Harmonic(2)), Duration.ofSeconds(20), script);
    }

    private static void check(Answer answer, Structure template) {
        double energy = 0;
        for (int i = 0; i < POSITIONS.length; i++) {
            energy += POSITIONS[i] * POSITIONS[i];
            assertThat(answer.forces[i] * Units.HARTREE_PER_BOHR).isCloseTo(-2 * POSITIONS[i], within(1e-12));
        }
        boolean crystal = template.isFullyPeriodic();
        assertThat(answer.energy * Units.HARTREE).isCloseTo(crystal ? energy + 1 : energy, within(1e-12));
        for (int i = 0; i < 9; i++) {
            double stress = 2 * new double[] {0.1, 0.01, 0.02, 0.01, 0.2, 0.03, 0.02, 0.03, 0.3}[i];
            double virial = crystal ? -4 * 5 * 6 * stress : 0;
            assertThat(answer.virial[i] * Units.HARTREE).isCloseTo(virial, within(1e-11));
        }
        assertThat(answer.extras).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOrderOfAse(boolean periodic) throws IOException {
        Structure template = periodic ? CRYSTAL : MOLECULE;
        Served served = serve(template, server -> {
            server.send(word("STATUS"));
            assertThat(server.word()).isEqualTo("NEEDINIT    ");
            server.send(init(0, "\0"));
            for (int step = 0; step < 3; step++) {
                server.send(word("STATUS"));
                assertThat(server.word()).isEqualTo("READY       ");
                server.send(positions(POSITIONS));
                server.send(word("STATUS"));
                assertThat(server.word()).isEqualTo("HAVEDATA    ");
                server.send(word("GETFORCE"));
                check(server.answer(), template);
            }
        });
        assertThat(served.evaluations()).isEqualTo(3);
        assertThat(served.ending()).contains("closed");
    }

    @Test
    void theOrderOfIpiWithMessagesTogetherAndBeadsInTurn() throws IOException {
        Served served = serve(CRYSTAL, server -> {
            server.send(word("STATUS"));
            assertThat(server.word()).isEqualTo("NEEDINIT    ");
            server.send(init(7, " "));
            for (int bead = 0; bead < 16; bead++) {
                double[] moved = POSITIONS.clone();
                moved[0] += bead;
                server.send(join(positions(moved), word("GETFORCE")));
                assertThat(server.answer().forces[0] * Units.HARTREE_PER_BOHR).isCloseTo(-2 * moved[0], within(1e-11));
                server.send(word("STATUS"));
                assertThat(server.word()).isEqualTo("READY       ");
            }
            server.send(word("EXIT"));
        });
        assertThat(served.evaluations()).isEqualTo(16);
        assertThat(served.ending()).contains("EXIT");
    }

    @Test
    void positionsWithoutInitAndMessagesInPieces() throws IOException {
        serve(CRYSTAL, server -> {
            for (byte b : join(positions(POSITIONS), word("GETFORCE"))) {
                server.send(new byte[] {b});
            }
            check(server.answer(), CRYSTAL);
        });
    }

    @Test
    void tcp() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress("localhost", 0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        Served served = run(
                new ServerAddress.Tcp("localhost", port),
                listener,
                MOLECULE,
                List.of(new Harmonic(2)),
                Duration.ofSeconds(20),
                server -> {
                    server.send(positions(POSITIONS), word("GETFORCE"));
                    check(server.answer(), MOLECULE);
                    server.send(word("EXIT"));
                });
        assertThat(served.evaluations()).isEqualTo(1);
    }

    @Test
    void aCommitteeSendsItsMeanAndItsMembers() throws IOException {
        serve(CRYSTAL, List.of(new Harmonic(1), new Harmonic(3)), Duration.ofSeconds(20), server -> {
            server.send(positions(POSITIONS), word("GETFORCE"));
            Answer answer = server.answer();
            check(new Answer(answer.energy, answer.forces, answer.virial, ""), CRYSTAL);
            assertThat(answer.extras)
                    .matches("\\{\"committee_pot\":\\[[^\\[\\]]+,[^\\[\\]]+],\"committee_force\":\\[\\[\\[.+]]],"
                            + "\"committee_virial\":\\[\\[\\[.+]]]}");
        });
    }

    @Test
    void aClientThatIsKilledCanBeReplaced() throws IOException {
        for (int client = 0; client < 2; client++) {
            serve(MOLECULE, server -> {
                server.send(init(0, " "), positions(POSITIONS), word("GETFORCE"));
                check(server.answer(), MOLECULE);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1 atoms",
        "3, 3 atoms",
        "2000000000, 2000000000 atoms",
    })
    void anotherNumberOfAtomsIsRefused(int atoms, String found) {
        assertThatThrownBy(() -> serve(
                        MOLECULE, server -> server.send(word("POSDATA"), numbers(new double[18]), integer(atoms))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(found)
                .hasMessageContaining("2, as in the structure");
    }

    @Test
    void whatIsNoProtocolIsShown() {
        assertThatThrownBy(() -> serve(
                        MOLECULE, server -> server.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("GET / HTTP/1");
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(word("HELLO"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("HELLO");
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(word("GETFORCE"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("before any positions");
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(word("INIT"), integer(0), integer(-5))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("-5 bytes");
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(init(0, "batch_size:4"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("batch_size");
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(positions(0, 0, 0, 0, 0, Double.NaN))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not finite");
    }

    @Test
    void anEndInTheMiddleOfAMessageIsAnError() {
        assertThatThrownBy(() -> serve(MOLECULE, server -> server.send(word("POSDATA"), numbers(1, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("closed the connection in the middle")
                .hasMessageContaining("POSDATA");
    }

    @Test
    void silenceEndsAtTheFirstWordAndWithinAMessage() {
        List<Harmonic> one = List.of(new Harmonic(1));
        assertThatThrownBy(() -> serve(MOLECULE, one, Duration.ofMillis(200), server -> server.in.read()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("says nothing");
        assertThatThrownBy(() -> serve(MOLECULE, one, Duration.ofMillis(200), server -> {
                    server.send(word("POSDATA"), numbers(1, 2));
                    server.in.read();
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no more of POSDATA");
    }

    @Test
    void silenceBetweenMessagesIsNoError() throws IOException {
        Served served = serve(MOLECULE, List.of(new Harmonic(2)), Duration.ofMillis(200), server -> {
            server.send(word("STATUS"));
            assertThat(server.word()).isEqualTo("NEEDINIT    ");
            pause(600);
            server.send(positions(POSITIONS), word("GETFORCE"));
            check(server.answer(), MOLECULE);
        });
        assertThat(served.evaluations()).isEqualTo(1);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyListens() throws IOException {
        ServerAddress none = ServerAddress.unix("nobody", folder + "/ipi_");
        assertThatThrownBy(() -> none.connect(Duration.ofMillis(100)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("/ipi_nobody");
        Path stale = folder.resolve("stale");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThatThrownBy(() -> ServerAddress.unix(stale.toString(), "").connect(Duration.ofMillis(100)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("killed");
        assertThatThrownBy(() ->
                        new ServerAddress.Unix(Path.of("/tmp/" + "x".repeat(200))).connect(Duration.ofMillis(100)))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new ServerAddress.Tcp("no.such.host.invalid", 31415).connect(Duration.ofMillis(100)))
                .isInstanceOf(InputException.class);
    }
}

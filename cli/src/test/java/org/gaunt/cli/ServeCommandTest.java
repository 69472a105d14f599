package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command; the protocol itself is tested with {@code ForceClient}. */
@Timeout(120)
class ServeCommandTest {
    @TempDir
    private Path folder;

    private String model = "";
    private String structure = "";

    @BeforeEach
    void train() throws IOException {
        Toy toy = Toy.create(folder);
        assertThat(toy.train("--set", "training.epochs=1").code()).isZero();
        model = toy.output().resolve("model.safetensors").toString();
        structure = folder.resolve("train.xyz").toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --unix a --port 3      | one of the two
        --prefix /tmp/         | one of the two
        --port 70000           | from 1 to 65535
        --unix a --constants 7 | 2014, 2018 or 2022
        --unix a --clients 0   | at least 1
        """)
    void refusesOptions(String options, String message) {
        String[] words = ("serve MODEL --structure FILE " + options).split(" ");
        words[1] = model;
        words[3] = structure;
        Command command = Command.run(words);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void wantsAStructure() {
        Command command = Command.run("serve", model, "--unix", "a");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("--structure");
    }

    @Test
    void refusesElementsThatTheModelDoesNotKnowBeforeItConnects() throws IOException {
        Path gold = folder.resolve("gold.xyz");
        Files.writeString(gold, "1\nProperties=species:S:1:pos:R:3 pbc=\"F F F\"\nAu 0 0 0\n");
        Command command = Command.run("serve", model, "--structure", gold.toString(), "--unix", "nobody");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("Au").doesNotContain("Forces of").doesNotContain("\tat ");
    }

    @Test
    void saysWhereNobodyListens() {
        Command command = Command.run(
                "serve",
                model,
                "--structure",
                structure,
                "--prefix",
                folder + "/ipi_",
                "--unix",
                "none",
                "--wait",
                "1");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("no program takes the connection", "/ipi_none");
    }

    @Test
    void servesSeveralConnectionsUntilTheyEnd() throws IOException {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Command> command = CompletableFuture.supplyAsync(() ->
                    Command.run("serve", model, "--structure", structure, "--unix", path.toString(), "--clients", "2"));
            try (SocketChannel first = listener.accept();
                    SocketChannel second = listener.accept()) {
                for (SocketChannel channel : new SocketChannel[] {first, second}) {
                    channel.write(ByteBuffer.wrap("STATUS      ".getBytes(StandardCharsets.US_ASCII)));
                    ByteBuffer answer = ByteBuffer.allocate(12);
                    while (answer.hasRemaining()) {
                        channel.read(answer);
                    }
                    assertThat(new String(answer.array(), StandardCharsets.US_ASCII))
                            .isEqualTo("NEEDINIT    ");
                }
            }
            Command ended = command.join();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).contains("Computed 0 structures; the other program closed the connection.");
        }
    }
}

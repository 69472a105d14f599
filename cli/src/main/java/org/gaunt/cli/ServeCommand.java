package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.files.InputException;
import org.gaunt.sim.socket.AtomicUnits;
import org.gaunt.sim.socket.ForceClient;
import org.gaunt.sim.socket.ForceClient.Served;
import org.gaunt.sim.socket.IpiChannel;
import org.gaunt.sim.socket.ServerAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Computes forces for a program that moves atoms: i-PI, ASE, or LAMMPS through python/ipi_bridge_lammps.py.",
            "",
            "That program listens on a unix or TCP socket, and this command connects to it, as i-PI's drivers do. Of several"
                    + " models the mean is served, and their energies, forces and virials as the extras of i-PI's committees.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt serve model.safetensors --structure init.xyz --unix gaunt",
            "  gaunt serve model.safetensors --structure init.xyz --host localhost --port 31415 --constants 2014"
        })
final class ServeCommand implements Runnable {

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Models of gaunt train, or .model files of MACE.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--structure",
            required = true,
            paramLabel = "FILE",
            description =
                    "A structure with the atoms in the order of the other program; its first frame says the elements and"
                            + " which directions are periodic. Positions and cell come over the socket.")
    private @Nullable Path structure;

    @Option(
            names = "--unix",
            paramLabel = "NAME",
            description = "The unix socket: a path where it has a slash, else a name after the prefix.")
    private @Nullable String unix;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "/tmp/ipi_",
            description = "What stands in front of the names of unix sockets (default: ${DEFAULT-VALUE}).")
    private String prefix = "/tmp/ipi_";

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "Where the other program runs, with --port (default: ${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(names = "--port", paramLabel = "N", description = "The TCP port where it listens.")
    private @Nullable Integer port;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections, each with threads of its own: as many as i-PI has beads to compute side by side"
                    + " (default: ${DEFAULT-VALUE}).")
    private int clients = 1;

    @Option(
            names = "--constants",
            paramLabel = "YEAR",
            defaultValue = "2022",
            description =
                    "CODATA constants of the other program: the protocol is in hartree and bohr, and only the same"
                            + " constants give the same digits. 2014 for ASE's SocketIOCalculator, 2018 or 2022 (default:"
                            + " ${DEFAULT-VALUE}).")
    private int constants = 2022;

    @Option(
            names = "--wait",
            paramLabel = "S",
            defaultValue = "60",
            description =
                    "Seconds to wait until the other program listens, for its first word and for the rest of a message that"
                            + " has begun; between messages there is no limit (default: ${DEFAULT-VALUE}).")
    private int wait = 60;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ServeCommand() {}

    @Override
    public void run() {
        if (clients < 1 || wait < 1) {
            throw new ParameterException(spec.commandLine(), "--clients and --wait are at least 1");
        }
        ServerAddress address = address();
        AtomicUnits units = units();
        Structure template = Structures.read(Objects.requireNonNull(structure), LabelKeys.NONE)
                .getFirst();
        int each = Math.max(1, evaluation.threads() / clients);
        List<Future<Served>> served = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                served.add(executor.submit(() -> serve(address, template, units, each)));
            }
        }
        report(served);
    }

    private ServerAddress address() {
        if ((unix == null) == (port == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say where the other program listens: --unix NAME or --port N, one of the two.");
        }
        try {
            return unix != null
                    ? ServerAddress.unix(unix, prefix)
                    : new ServerAddress.Tcp(host, Objects.requireNonNull(port));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private AtomicUnits units() {
        return switch (constants) {
            case 2014 -> AtomicUnits.CODATA_2014;
            case 2018 -> AtomicUnits.CODATA_2018;
            case 2022 -> AtomicUnits.CODATA_2022;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--constants: found " + constants + ", wanted 2014, 2018 or 2022");
        };
    }

    private Served serve(ServerAddress address, Structure template, AtomicUnits units, int threadsEach) {
        try (OpenCommittee committee = evaluation.open(models, threadsEach)) {
            ForceClient client = new ForceClient(committee.members(), template, units, Duration.ofSeconds(wait));
            client.warmUp();
            PrintWriter err = spec.commandLine().getErr();
            err.println("Forces of " + template.formula() + " for " + address + " ...");
            err.flush();
            try (IpiChannel channel = address.connect(Duration.ofSeconds(wait))) {
                return client.serve(channel);
            }
        }
    }

    private void report(List<Future<Served>> served) {
        PrintWriter err = spec.commandLine().getErr();
        InputException first = null;
        for (Future<Served> future : served) {
            try {
                Served result = future.get();
                err.println("Computed " + result.evaluations() + " structures; " + result.ending() + ".");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InputException input)) {
                    throw new IllegalStateException(e.getCause());
                }
                first = first == null ? input : first;
            }
        }
        err.flush();
        if (first != null) {
            throw first;
        }
    }
}

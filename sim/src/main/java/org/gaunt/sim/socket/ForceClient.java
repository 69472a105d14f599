package org.gaunt.sim.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;

/**
 * Computes forces for a program that moves atoms (i-PI, ASE, LAMMPS through its bridge) until it ends the connection.
 *
 * <p>The protocol as these programs speak it (i-PI: Kapil et al., Comput. Phys. Commun. 236, 214 (2019)): the other side asks STATUS and
 * is told NEEDINIT, READY or HAVEDATA; sends INIT (a number and a text, neither of which matters here), POSDATA (cell with vectors in
 * columns, its inverse, positions; bohr), and GETFORCE; is answered FORCEREADY (energy, forces, virial, text; hartree and bohr). Messages
 * may come without STATUS or INIT between. Beads of a ring polymer alternate on one connection without being named.
 *
 * <p>The virial is minus the stress times the volume, as ASE and i-PI take it; it is zero for structures that are not periodic in three
 * directions. Of several potentials the means are sent, and all of them as a JSON text for i-PI's committees.
 */
public final class ForceClient {
    private final List<? extends Potential> members;
    private final Structure template;
    private final AtomicUnits units;
    private final Duration patience;
    private final Derivatives what;

    /** How a connection ended. */
    public record Served(long evaluations, String ending) {}

    /** What is sent, in atomic units. */
    @SuppressWarnings("ArrayRecordComponent") // sent at once
    private record Answer(double energy, double[] forces, double[] virial, String extras) {}

    /**
     * Prepares a client.
     *
     * @param members one potential, or several whose mean is served; not closed here
     * @param template elements in the order of the other program, periodic directions and entries such as a head; its positions and cell
     *     are replaced by those received
     * @param units of the wire
     * @param patience how long the first word, and the rest of a message that has begun, may take
     */
    public ForceClient(List<? extends Potential> members, Structure template, AtomicUnits units, Duration patience) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("at least one potential is needed");
        }
        this.members = List.copyOf(members);
        this.template = template;
        this.units = units;
        this.patience = patience;
        this.what = template.isFullyPeriodic() ? Derivatives.STRESS : Derivatives.FORCES;
    }

    /**
     * Evaluates the template, which shows whether the potentials can take it and compiles what is needed later.
     *
     * @throws InputException if they cannot
     */
    public void warmUp() {
        members.forEach(member -> member.evaluate(template, what));
    }

    /**
     * Answers a connection until the other side ends it; does not close it.
     *
     * @throws InputException if what is received cannot be used
     */
    public Served serve(IpiChannel channel) {
        Answer answer = null;
        boolean initialised = false;
        long count = 0;
        Duration wait = patience;
        while (true) {
            String word = channel.word(wait);
            wait = Duration.ZERO;
            channel.within(patience);
            boolean open = true;
            switch (word) {
                case "" -> {
                    return new Served(count, "the other program closed the connection");
                }
                case "EXIT" -> {
                    return new Served(count, "the other program said EXIT");
                }
                case "STATUS" ->
                    open = channel.put(answer != null ? "HAVEDATA" : initialised ? "READY" : "NEEDINIT")
                            .send();
                case "INIT" -> {
                    init(channel);
                    initialised = true;
                }
                case "POSDATA" -> {
                    answer = evaluate(receive(channel));
                    initialised = true;
                    count++;
                }
                case "GETFORCE" -> {
                    if (answer == null) {
                        throw unexpected(channel, "GETFORCE before any positions", "POSDATA first");
                    }
                    open = send(channel, answer);
                    answer = null;
                }
                default -> throw unexpected(channel, "the word " + word, "STATUS, INIT, POSDATA, GETFORCE or EXIT");
            }
            if (!open) {
                return new Served(count, "the other program closed the connection");
            }
        }
    }

    private static InputException unexpected(IpiChannel channel, String found, String wanted) {
        return InputException.of("the other program sends what is no part of i-PI's protocol")
                .file(channel.address().toString())
                .found(found)
                .wanted(wanted)
                .build();
    }

    private static void init(IpiChannel channel) {
        channel.readInt(); // the bead: beads alternate later without being named
        String text = channel.readText();
        if (text.contains("batch_size:")) {
            throw InputException.of("the other program wants to send several structures in one message")
                    .file(channel.address().toString())
                    .found(text.strip())
                    .wanted("one structure in each message")
                    .remedy("leave batch_size out of i-PI's input")
                    .build();
        }
    }

    private Structure receive(IpiChannel channel) {
        double[] columns = new double[9];
        channel.read(columns);
        channel.read(new double[9]); // the inverse
        int atoms = channel.readInt();
        if (atoms != template.size()) {
            throw InputException.of("the other program has another number of atoms")
                    .file(channel.address().toString())
                    .found(atoms + " atoms")
                    .wanted(template.size() + ", as in the structure that was given")
                    .remedy("give the structure with the atoms of that program, in its order")
                    .build();
        }
        double[] positions = new double[3 * atoms];
        channel.read(positions);
        for (int i = 0; i < positions.length; i++) {
            positions[i] *= units.bohr();
        }
        if (!template.isPeriodic()) {
            return template.withPositions(positions);
        }
        double[] rows = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                rows[3 * j + i] = columns[3 * i + j] * units.bohr();
                if (!Double.isFinite(rows[3 * j + i])) {
                    throw unexpected(channel, "a cell with a component that is not finite", "nine finite numbers");
                }
            }
        }
        return template.toBuilder().cell(Cell.of(rows)).build().withPositions(positions);
    }

    private Answer evaluate(Structure structure) {
        List<Prediction> predictions = new ArrayList<>();
        for (Potential member : members) {
            predictions.add(member.evaluate(structure, what));
        }
        Cell cell = structure.cell();
        double volume = what == Derivatives.STRESS && cell != null ? cell.volume() : 0;
        double energy = 0;
        double[] forces = new double[3 * structure.size()];
        double[] virial = new double[9];
        List<Answer> all = new ArrayList<>();
        for (Prediction p : predictions) {
            double[] f = p.forces().clone();
            double[] v = volume > 0 ? p.stress().clone() : new double[9];
            for (int i = 0; i < f.length; i++) {
                f[i] *= units.bohr() / units.hartree();
                forces[i] += f[i] / members.size();
            }
            for (int i = 0; i < 9; i++) {
                v[i] *= -volume / units.hartree();
                virial[i] += v[i] / members.size();
            }
            energy += p.energy() / units.hartree() / members.size();
            all.add(new Answer(p.energy() / units.hartree(), f, v, ""));
        }
        return new Answer(energy, forces, virial, members.size() == 1 ? "" : committee(all));
    }

    /** The text that i-PI's committees read: energies, forces and virials of the members. */
    private static String committee(List<Answer> members) {
        StringJoiner energies = new StringJoiner(",", "[", "]");
        StringJoiner forces = new StringJoiner(",", "[", "]");
        StringJoiner virials = new StringJoiner(",", "[", "]");
        for (Answer member : members) {
            energies.add(Double.toString(member.energy));
            forces.add(rows(member.forces));
            virials.add(rows(member.virial));
        }
        return "{\"committee_pot\":" + energies + ",\"committee_force\":" + forces + ",\"committee_virial\":" + virials
                + "}";
    }

    private static String rows(double[] numbers) {
        StringJoiner rows = new StringJoiner(",", "[", "]");
        for (int i = 0; i < numbers.length; i += 3) {
            rows.add(Arrays.toString(Arrays.copyOfRange(numbers, i, i + 3)));
        }
        return rows.toString().replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private static boolean send(IpiChannel channel, Answer answer) {
        channel.put("FORCEREADY").put(answer.energy).put(answer.forces.length / 3);
        for (double f : answer.forces) {
            channel.put(f);
        }
        for (double v : answer.virial) {
            channel.put(v);
        }
        return channel.putText(answer.extras).send();
    }
}

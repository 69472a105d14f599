package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.gaunt.autodiff.Rounds;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.DistanceForms;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Edges;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Weight;
import org.gaunt.nn.WeightValues;
import org.gaunt.potential.data.GraphBatch;
import org.jspecify.annotations.Nullable;

/** One evaluation as an {@link EnergyNetwork} sees it: a batch, its geometry, the weights, and the tape to compute on. */
public final class NetworkInput {
    /** The group of the leaves that forces and stress are derivatives by. */
    public static final int GEOMETRY = Tape.INPUTS;

    /** The group of the leaves that are trained. */
    public static final int WEIGHTS = Tape.PARAMETERS;

    /** The intermediate values of an evaluation, by the names the PyTorch programs have for them. */
    public interface Trace {
        void value(String name, Var value);
    }

    private final Tape tape;
    private final GraphBatch batch;
    private final Precision precision;
    private final Parameters parameters;
    private final WeightValues weights;
    private final Map<String, Var> leaves = new HashMap<>();
    private final @Nullable Trace trace;
    private final double splineTolerance;
    private final Map<String, Object> derived;
    private final Map<Radial, Radial.Features> radial = new HashMap<>();
    private @Nullable Edges edges;
    private final Var positions;
    private final Var strain;

    /**
     * Starts an evaluation on an empty tape.
     *
     * @param precision of the weights and of what a network computes
     * @param weights in the precision
     * @param derived what was computed from the weights since they were loaded; added to
     * @param splineTolerance see {@link #splineTolerance()}
     * @param stress whether there will be derivatives by the strain
     */
    NetworkInput(
            Tape tape,
            GraphBatch batch,
            Precision precision,
            Parameters parameters,
            WeightValues weights,
            Map<String, Object> derived,
            double splineTolerance,
            boolean stress,
            @Nullable Trace trace) {
        this.tape = tape;
        this.batch = batch;
        this.precision = precision;
        this.parameters = parameters;
        this.weights = weights;
        this.derived = derived;
        this.splineTolerance = splineTolerance;
        this.trace = trace;
        positions = tape.leaf(batch.positions(), batch.atoms(), 3, GEOMETRY);
        strain = tape.leaf(new double[9 * batch.structures()], batch.structures(), 9, stress ? GEOMETRY : 0);
    }

    public Tape tape() {
        return tape;
    }

    public GraphBatch batch() {
        return batch;
    }

    public Precision precision() {
        return precision;
    }

    /** Positions, Å, double precision [atoms, 3]. */
    public Var positions() {
        return positions;
    }

    /** Strain of each structure, row-major, zero, double precision [structures, 9]. */
    public Var strain() {
        return strain;
    }

    /** The weights that are leaves of the tape, by name. */
    public Map<String, Var> leaves() {
        return leaves;
    }

    /**
     * Weights as a leaf of the tape, in the working precision.
     *
     * @param name of an entry of the parameters
     * @param rows how many rows they are seen as; the rest is the width
     */
    public Var weight(String name, int rows) {
        int size = parameters.entry(name).size();
        return leaves.computeIfAbsent(name, n -> tape.leaf(weights.of(n), rows, size / rows, WEIGHTS));
    }

    /** A copy of weights as plain numbers, for what is computed from them off the tape. */
    double[] values(Weight weight) {
        return weights.of(weight.name()).toDoubles();
    }

    /**
     * What is computed from the weights alone, once for as long as they stay the same. Only for evaluations whose gradient by the
     * weights nobody wants.
     *
     * @param name unique
     * @param type its class
     * @param maker makes it the first time
     */
    <T> T derived(String name, Class<T> type, Supplier<T> maker) {
        Object known = derived.get(name);
        if (known == null) {
            known = maker.get();
            derived.put(name, known);
        }
        return type.cast(known);
    }

    /**
     * How accurate splines in place of radial networks are to be, relative to the largest value of the functions; 0 for the
     * networks themselves.
     */
    double splineTolerance() {
        return splineTolerance;
    }

    /** What all radial functions of a model share, computed when it is first asked for. */
    Radial.Features radialFeatures(Radial functions) {
        Radial.Features known = radial.get(functions);
        if (known == null) {
            known = functions.features(this);
            radial.put(functions, known);
        }
        return known;
    }

    /** The distance of each unordered pair, Å [pairs]; plain numbers. */
    public double[] distancesOfPairs() {
        double[] distances = new double[batch.pairs()];
        for (int p = 0; p < distances.length; p++) {
            distances[p] = distance(batch.firstEdgeOfPair()[p]);
        }
        return distances;
    }

    private double distance(int edge) {
        double sum = 0;
        for (int x = 0; x < 3; x++) {
            double d = batch.positions()[3 * batch.receiver()[edge] + x]
                    - batch.positions()[3 * batch.sender()[edge] + x]
                    + batch.shift()[3 * edge + x];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /**
     * A function of each edge's vector, computed in double precision.
     *
     * @param form with the operands of {@link EdgeForms}
     * @return in the working precision [edges, components of the form's result]
     */
    public Var ofEdges(Form form) {
        int[] all = new int[batch.edges()];
        Arrays.setAll(all, e -> e);
        return tape.cast(geometry(form, all, null, batch.edgeRounds()), precision);
    }

    /**
     * A function of each unordered pair's vector, that of its first edge, computed in double precision; for what depends on the
     * distance only.
     *
     * @param form with the operands of {@link EdgeForms}
     * @return in the working precision [pairs, components of the form's result]
     */
    public Var ofPairs(Form form) {
        return tape.cast(geometry(form, batch.firstEdgeOfPair(), null, batch.pairRounds()), precision);
    }

    /**
     * The length of each unordered pair, for radial functions that are trained and have to see all its digits.
     *
     * @param distance {@link EdgeForms#distance}, kept by the model because compiled code is found by its identity
     * @return Å, double precision [pairs, 1]
     */
    public Var distances(Form distance) {
        return geometry(distance, batch.firstEdgeOfPair(), null, batch.pairRounds());
    }

    /**
     * The lengths of some edges.
     *
     * @param distance {@link EdgeForms#distance}
     * @param edges which edges
     * @return Å, double precision [edges, 1]
     */
    Var distances(Form distance, int[] edges) {
        return geometry(distance, edges, null, null);
    }

    /**
     * The same with constants.
     *
     * @param form with the operands of {@link DistanceForms}
     * @param constants of each pair
     */
    public Var ofPairs(Form form, double[] constants) {
        return tape.cast(geometry(form, batch.firstEdgeOfPair(), constants, batch.pairRounds()), precision);
    }

    /**
     * A function of the vectors of some edges with constants, in double precision; not cast.
     *
     * @param form with the operands of {@link DistanceForms}; its result may be gathered by 0, the receiver
     * @param edges which edges
     * @param constants of each of these edges
     */
    public Var ofEdges(Form form, int[] edges, double[] constants) {
        return geometry(form, edges, constants, null);
    }

    private Var geometry(Form form, int[] edges, double @Nullable [] constants, @Nullable Rounds rounds) {
        int count = edges.length;
        int[] receiver = new int[count];
        int[] sender = new int[count];
        int[] structure = new int[count];
        double[] shift = new double[3 * count];
        for (int k = 0; k < count; k++) {
            receiver[k] = batch.receiver()[edges[k]];
            sender[k] = batch.sender()[edges[k]];
            structure[k] = batch.structureOfAtom()[receiver[k]];
            System.arraycopy(batch.shift(), 3 * edges[k], shift, 3 * k, 3);
        }
        Rows rows = new Rows(
                count,
                List.of(receiver, sender, structure),
                List.of(batch.atoms(), batch.atoms(), batch.structures()),
                rounds == null ? null : rounds.with(List.of(receiver, sender)));
        List<@Nullable Var> operands =
                new ArrayList<>(Arrays.asList(positions, positions, tape.leaf(shift, count, 3, 0), strain, null));
        if (constants != null) {
            operands.add(tape.leaf(constants, count, count == 0 ? 0 : constants.length / count, 0));
        }
        return tape.form(form, 1, rows, operands.toArray(new @Nullable Var[0]), EdgeForms.RESULT)[0];
    }

    /** The element of each edge's sender [edges]. */
    public int[] speciesOfSenders() {
        int[] species = new int[batch.edges()];
        for (int e = 0; e < species.length; e++) {
            species[e] = batch.species()[batch.sender()[e]];
        }
        return species;
    }

    /** The element of each edge's receiver [edges]. */
    public int[] speciesOfReceivers() {
        int[] species = new int[batch.edges()];
        for (int e = 0; e < species.length; e++) {
            species[e] = batch.species()[batch.receiver()[e]];
        }
        return species;
    }

    /** The edges with the weights of their pairs; features are those of the senders. */
    public Edges edges() {
        Edges known = edges;
        if (known == null) {
            known = Edges.of(batch.sender(), batch.receiver(), batch.atoms())
                    .withWeights(batch.pairOfEdge(), batch.pairs())
                    .withRounds(batch.edgeRounds());
            edges = known;
        }
        return known;
    }

    /**
     * The same edges where features depend on the element of an atom only.
     *
     * @param elements how many rows of features there are
     */
    public Edges edgesFromElements(int elements) {
        return edges().withSenders(speciesOfSenders(), elements);
    }

    /** Shows an intermediate value to whoever watches. */
    public void show(String name, Var value) {
        if (trace != null) {
            trace.value(name, value);
        }
    }
}

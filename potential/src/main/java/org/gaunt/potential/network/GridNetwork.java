package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SphereForms;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.SphereGrid;
import org.jspecify.annotations.Nullable;

/**
 * Facet's layer on a grid (Miklaucic et al. 2025, arXiv:2509.08418): channels are mixed, seen as functions on the sphere, the same
 * small network is applied to their values at every point, and the results are projected back to harmonics; the features' own scalars
 * are added. Equivariant up to the aliasing of the grid, which falls fast with the number of its points.
 */
public final class GridNetwork implements NodeProduct {
    private final int channels;
    private final Shape shape;
    private final SphereGrid grid;
    private final BlockLinear up;
    private final BlockLinear first;
    private final BlockLinear second;
    private final BlockLinear scalars;
    private final Form toGrid;
    private final Form toPoints;
    private final Form fromPoints;
    private final Form fromGrid;
    private final Form result;
    private final Form silu = Forms.silu();

    /**
     * The size of a grid and of the network at its points.
     *
     * @param betas values of the polar angle
     * @param alphas values of the azimuth
     * @param heads groups of channels that the network is applied to separately, with the same weights
     * @param hidden width of the network's hidden layer
     */
    public record Shape(int betas, int alphas, int heads, int hidden) {
        /** Facet's network on a grid of so many points from pole to pole and one less around. */
        public static Shape of(int points) {
            return new Shape(points, points - 1, 2, 16);
        }
    }

    /**
     * Prepares a layer.
     *
     * @param scope of its weights
     * @param lmax largest degree of the features
     * @param out irreps of the result, one channel of each
     */
    public GridNetwork(Scope scope, int lmax, List<Irrep> out, int channels, Shape shape) {
        if (channels % shape.heads() != 0) {
            throw new IllegalArgumentException("a network on a grid has " + shape.heads() + " heads, so the number of"
                    + " channels must be a multiple of that, not " + channels);
        }
        if (shape.alphas() < 2 * lmax + 1 || shape.betas() <= lmax) {
            throw new IllegalArgumentException("a grid for degrees 0 to " + lmax + " needs at least " + (lmax + 1)
                    + " points from pole to pole and " + (2 * lmax + 1) + " around, not " + shape.betas() + " and "
                    + shape.alphas());
        }
        this.channels = channels;
        this.shape = shape;
        grid = SphereGrid.of(shape.betas(), shape.alphas());
        Irreps all = new Irreps(Irreps.sphericalHarmonics(lmax).terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        up = new BlockLinear(scope.at("up"), LinearMap.ofIrreps(all, all, 1), false);
        int width = channels / shape.heads();
        first = dense(scope.at("layer0"), width, shape.hidden());
        second = dense(scope.at("layer1"), shape.hidden(), width);
        LinearMap own = new LinearMap(
                all.dim(),
                channels,
                channels * channels,
                List.of(new LinearMap.Block(0, 0, 1, channels, channels, 0, 1 / Math.sqrt(channels))));
        scalars = new BlockLinear(scope.at("scalars"), own, false);
        int highest = out.stream().mapToInt(Irrep::l).max().orElseThrow();
        toGrid = SphereForms.toGrid(lmax, grid, false);
        toPoints = SphereForms.alongAlpha(lmax, shape.alphas());
        fromPoints = SphereForms.alongAlpha(highest, shape.alphas());
        fromGrid = SphereForms.toGrid(highest, grid, true);
        result = result(out, highest);
    }

    /** Picks the irreps of the result and adds what became of the scalars. */
    private static Form result(List<Irrep> out, int highest) {
        List<Operand> operands = List.of(
                new Operand("p", (highest + 1) * (highest + 1), true, Access.row()),
                new Operand("s", 1, true, Access.row()),
                new Operand("z", out.stream().mapToInt(Irrep::dim).sum(), true, Access.row()));
        return Form.of("projections and scalars", operands, g -> {
            int sum = g.constant(0);
            int component = 0;
            for (Irrep ir : out) {
                for (int m = 0; m < ir.dim(); m++) {
                    int p = g.input(0, ir.l() * ir.l() + m);
                    int value = ir.l() == 0 ? g.add(p, g.input(1, 0)) : p;
                    sum = g.add(sum, g.mul(value, g.input(2, component++)));
                }
            }
            return sum;
        });
    }

    private static BlockLinear dense(Scope scope, int in, int out) {
        return new BlockLinear(scope, LinearMap.dense(in, out, 1 / Math.sqrt(in)), false);
    }

    @Override
    public Var apply(NetworkInput in, Var a) {
        Tape tape = in.tape();
        int atoms = in.batch().atoms();
        Rows rows = Rows.of(atoms);
        Rows circles = Rows.of(atoms * shape.betas());
        Var mixed = up.apply(a);
        Var waves = tape.form(toGrid, channels, rows, new @Nullable Var[] {mixed, null}, 1)[0];
        Var values = tape.form(toPoints, channels, circles, new @Nullable Var[] {waves, null}, 1)[0];
        // [atom][beta][alpha][head][channel of the head]
        int points = atoms * grid.points() * shape.heads();
        Var hidden = silu(in, first.apply(values, Groups.single(points)));
        Var changed = silu(in, second.apply(hidden, Groups.single(points)));
        Var back = tape.form(fromPoints, channels, circles, new @Nullable Var[] {null, changed}, 0)[0];
        Var projected = tape.form(fromGrid, channels, rows, new @Nullable Var[] {null, back}, 0)[0];
        Var own = scalars.apply(a);
        return tape.form(result, channels, rows, new @Nullable Var[] {projected, own, null}, 2)[0];
    }

    private Var silu(NetworkInput in, Var x) {
        return in.tape().form(silu, x.width(), Rows.of(x.rows()), new @Nullable Var[] {x, null}, 1)[0];
    }
}

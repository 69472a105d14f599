package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;

/**
 * A linear map of rows that is a list of matrix products ({@link LinearMap}), for maps that are not those between all equal irreps
 * ({@link Linear}): of scalars alone, of all degrees with the same matrix, by heads.
 */
public final class BlockLinear implements Weighted {
    private final LinearMap map;
    private final Weight weight;

    /**
     * A map with weights in a scope, {@code weight}: normal numbers at the start, one extent.
     *
     * @param decay whether weight decay applies
     */
    public BlockLinear(Scope scope, LinearMap map, boolean decay) {
        this(scope, map, declaration(map).withDecay(decay));
    }

    /**
     * A map with weights in a scope.
     *
     * @param declaration of {@code weight}; its size is that of the map's weights, times its rows
     */
    public BlockLinear(Scope scope, LinearMap map, Weight.Declaration declaration) {
        this.map = map;
        this.weight = scope.weight("weight", declaration);
    }

    /** Normal numbers, the map's matrices, one extent. */
    public static Weight.Declaration declaration(LinearMap map) {
        return Weight.Declaration.of(Initializer.NORMAL, map.weightSize()).withMatrices(Parameters.Matrix.of(map, 1));
    }

    /** The matrix products. */
    public LinearMap map() {
        return map;
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight);
    }

    /** Applies the map to rows that share weights. */
    public Var apply(Var x) {
        return apply(x, Groups.single(x.rows()));
    }

    /** Applies the map to rows of groups that have a row of weights each. */
    public Var apply(Var x, Groups groups) {
        return x.tape().linear(map, groups, x, weight.on(x.tape()));
    }
}

package org.gaunt.potential.train;

/** Names of the metrics of a potential's training. */
public final class PotentialMetrics {

    /** Root mean square error of the energy per atom, eV. */
    public static final String ENERGY_RMSE = rmse(StandardTerm.ENERGY);

    /** Mean absolute error of the energy per atom, eV. */
    public static final String ENERGY_MAE = mae(StandardTerm.ENERGY);

    /** Root mean square error of force components, eV/Å. */
    public static final String FORCE_RMSE = rmse(StandardTerm.FORCES);

    /** Mean absolute error of force components, eV/Å. */
    public static final String FORCE_MAE = mae(StandardTerm.FORCES);

    /** Root mean square error of stress components, eV/Å³. */
    public static final String STRESS_RMSE = rmse(StandardTerm.STRESS);

    /** Mean absolute error of stress components, eV/Å³. */
    public static final String STRESS_MAE = mae(StandardTerm.STRESS);

    private PotentialMetrics() {}

    static String rmse(LossTerm term) {
        return term.column() + "_rmse_" + term.unit();
    }

    static String mae(LossTerm term) {
        return term.column() + "_mae_" + term.unit();
    }
}

package org.gaunt.potential.data;

/** The energy of an atom without neighbours that a training asks for. */
public enum IsolatedLimitSetting {
    /** {@link #EXACT} for a new model, {@link #FREE} for one with charges or spins as inputs; that of the model where the training starts from one. */
    AUTO,
    /** See {@link IsolatedLimit#EXACT}. */
    EXACT,
    /** See {@link IsolatedLimit#FREE}. */
    FREE;

    /**
     * The limit a model is to have.
     *
     * @param otherwise what {@link #AUTO} stands for
     */
    public IsolatedLimit or(IsolatedLimit otherwise) {
        return switch (this) {
            case AUTO -> otherwise;
            case EXACT -> IsolatedLimit.EXACT;
            case FREE -> IsolatedLimit.FREE;
        };
    }
}

package org.gaunt.potential.train;

/**
 * What a loss adds up over structures.
 *
 * @param energyTerms sum over structures of the weighted terms of the energy error per atom
 * @param forceTerms sum over force components of their weighted terms
 * @param stressTerms sum over stress components of their weighted terms
 * @param energySquares sum over structures of the squared energy error per atom, eV²
 * @param forceSquares sum over force components of the squared error, eV²/Å²
 * @param stressSquares sum over stress components of the squared error, eV²/Å⁶
 * @param energyAbsolutes sum over structures of the size of the energy error per atom, eV
 * @param forceAbsolutes sum over force components of the size of the error, eV/Å
 * @param stressAbsolutes sum over stress components of the size of the error, eV/Å³
 */
public record LossSums(
        double energyTerms,
        double forceTerms,
        double stressTerms,
        double energySquares,
        double forceSquares,
        double stressSquares,
        double energyAbsolutes,
        double forceAbsolutes,
        double stressAbsolutes) {

    static final LossSums ZERO = new LossSums(0, 0, 0, 0, 0, 0, 0, 0, 0);

    LossSums plus(LossSums other) {
        return new LossSums(
                energyTerms + other.energyTerms,
                forceTerms + other.forceTerms,
                stressTerms + other.stressTerms,
                energySquares + other.energySquares,
                forceSquares + other.forceSquares,
                stressSquares + other.stressSquares,
                energyAbsolutes + other.energyAbsolutes,
                forceAbsolutes + other.forceAbsolutes,
                stressAbsolutes + other.stressAbsolutes);
    }
}

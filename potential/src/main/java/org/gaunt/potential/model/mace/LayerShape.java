package org.gaunt.potential.model.mace;

import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;

/**
 * Irreps and sizes of a layer of {@link Mace}.
 *
 * @param in of the features before it
 * @param out of the features after it
 * @param target of the sums over neighbours, degrees 0 to lmax
 * @param elements number of the model's elements
 * @param byElement whether the features before it are those of the elements, one row each and without e3nn's factor 1/√elements
 */
record LayerShape(Irreps in, Irreps out, Irreps target, int elements, boolean byElement) {

    static LayerShape of(MaceConfig config, int number, int elements) {
        int channels = config.channels();
        Irreps hidden = config.hiddenIrreps();
        Irreps scalars = Irreps.of(channels, Irrep.natural(0));
        Irreps target = new Irreps(Irreps.sphericalHarmonics(config.lmax()).terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        return new LayerShape(
                number == 0 ? scalars : hidden,
                number == config.layers() - 1 ? scalars : hidden,
                target,
                elements,
                number == 0 && config.inputs().isEmpty());
    }

    /** Factor of linear maps of the features before the layer. */
    double scaleOfInput() {
        return byElement ? 1 / Math.sqrt(elements) : 1;
    }
}

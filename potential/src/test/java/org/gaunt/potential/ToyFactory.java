package org.gaunt.potential;

import java.util.List;
import org.gaunt.potential.io.ModelFactory;
import org.jspecify.annotations.Nullable;

/** Keeps {@link ToyModel}s in files. */
public final class ToyFactory implements ModelFactory<ToyFactory.Description> {

    public record Description(double cutoff, List<Integer> elements) {}

    @Override
    public String kind() {
        return "toy";
    }

    @Override
    public Class<Description> descriptionType() {
        return Description.class;
    }

    @Override
    public @Nullable Description describe(TrainableModel model) {
        return model instanceof ToyModel ? new Description(model.cutoff(), model.atomicNumbers()) : null;
    }

    @Override
    public TrainableModel create(Description description) {
        return new ToyModel(description.cutoff(), description.elements(), 0);
    }
}

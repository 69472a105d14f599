package org.gaunt.regression;

import java.util.List;
import org.gaunt.learn.Columns;
import org.gaunt.learn.Loss;
import org.gaunt.learn.Objective;
import org.gaunt.learn.Samples;
import org.gaunt.learn.Stage;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/** Fits a {@link Segnn} to the later positions of particles, by their mean squared error. */
public final class ParticleObjective implements Objective<SegnnWorker> {

    private static final Columns COLUMNS = new Columns("systems", "mse", List.of(), List.of());

    private final Segnn model;
    private final SystemSet training;
    private final SystemSet validation;
    private final Loss<SegnnWorker> loss;

    /**
     * An objective with the weights that the network has.
     *
     * @param model its weights are changed by a trainer
     * @param training systems to train on
     * @param validation systems to validate on, or null for none
     */
    public ParticleObjective(Segnn model, Particles training, @Nullable Particles validation) {
        this.model = model;
        this.training = new SystemSet(training, model.config(), model.data());
        this.validation =
                new SystemSet(validation == null ? training.pick() : validation, model.config(), model.data());
        this.loss = new SquaredError(this.training, this.validation);
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public SegnnWorker newWorker(Precision precision) {
        return model.newWorker(precision);
    }

    @Override
    public Samples training() {
        return training;
    }

    @Override
    public Samples validation() {
        return validation;
    }

    @Override
    public List<int[]> validationBatches() {
        return validation.chunks();
    }

    @Override
    public Loss<SegnnWorker> loss(Stage stage) {
        return loss;
    }

    @Override
    public Columns columns() {
        return COLUMNS;
    }

    @Override
    public String suspects() {
        return "particles that almost touch or are very fast";
    }
}

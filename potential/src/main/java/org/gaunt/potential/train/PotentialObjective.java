package org.gaunt.potential.train;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.learn.Columns;
import org.gaunt.learn.Loss;
import org.gaunt.learn.Objective;
import org.gaunt.learn.Phase;
import org.gaunt.learn.Stage;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.PotentialPhases;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.eval.Evaluator;

/**
 * Fits a model of the potential energy to labelled structures.
 *
 * <pre>{@code
 * PotentialObjective.trainer(model, config, training, validation, TrainerSetup.of(2)).run();
 * // the model has the best weights now
 * }</pre>
 */
public final class PotentialObjective implements Objective<ModelWorker> {

    private final TrainableModel model;
    private final GraphSource training;
    private final GraphSource validation;
    private final Loss<ModelWorker> first;
    private final Loss<ModelWorker> second;
    private final Columns columns;

    /**
     * An objective with the weights that the model has.
     *
     * @param model its weights are changed by a trainer
     * @param config whose loss counts
     * @param training structures to train on
     * @param validation structures to validate on; may be empty
     * @throws InputException if the model does not give what a term of the loss needs, or no validation structure has a label that
     *     counts
     */
    public PotentialObjective(
            TrainableModel model, TrainingConfig config, GraphSource training, GraphSource validation) {
        this.model = model;
        this.training = training;
        this.validation = validation;
        PotentialLoss one = config.loss().of(Stage.FIRST);
        PotentialLoss two = config.loss().of(Stage.SECOND);
        requireOutputs(one);
        KnownLabels trained = new KnownLabels(training, one);
        KnownLabels judged = new KnownLabels(validation, one);
        this.first = new StageLoss(one, trained, judged);
        this.second = new StageLoss(two, trained, judged);
        trained.requireFurther(one);
        judged.require(one, "training");
        if (config.stageTwo().stageTwoStart() < 1) {
            judged.require(two, "training.stage_two");
        }
        this.columns = columns(one);
    }

    /**
     * A trainer of a model.
     *
     * @param setup surroundings
     * @throws InputException as the constructors of the objective and of the trainer do
     */
    public static Trainer<ModelWorker> trainer(
            TrainableModel model,
            TrainingConfig config,
            GraphSource training,
            GraphSource validation,
            TrainerSetup setup) {
        return new Trainer<>(new PotentialObjective(model, config, training, validation), config.trainer(), setup);
    }

    private void requireOutputs(PotentialLoss loss) {
        for (WeightedTerm weighted : loss.terms()) {
            String key = weighted.term().key();
            if (!(weighted.term() instanceof StandardTerm) && !model.outputs().contains(key)) {
                throw InputException.of("the model does not give what a term of the loss compares")
                        .found("training.term_weights." + key + ", and a model whose further outputs are "
                                + (model.outputs().isEmpty() ? "none" : String.join(", ", model.outputs())))
                        .remedy("take a kind of model that gives " + key + ", or leave the term out")
                        .build();
            }
        }
    }

    private static Columns columns(PotentialLoss loss) {
        List<String> trained = new ArrayList<>();
        List<String> judged = new ArrayList<>();
        for (WeightedTerm weighted : loss.terms()) {
            trained.add(PotentialMetrics.rmse(weighted.term()));
            judged.add(PotentialMetrics.rmse(weighted.term()));
            judged.add(PotentialMetrics.mae(weighted.term()));
        }
        return new Columns("structures", "loss", trained, judged);
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public ModelWorker newWorker(Precision precision) {
        return model.newWorker(precision);
    }

    @Override
    public GraphSource training() {
        return training;
    }

    @Override
    public GraphSource validation() {
        return validation;
    }

    @Override
    public List<int[]> validationBatches() {
        return Evaluator.batches(validation.size(), validation::atoms);
    }

    @Override
    public Loss<ModelWorker> loss(Stage stage) {
        return stage == Stage.SECOND ? second : first;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public List<Phase> phases() {
        return PotentialPhases.ALL;
    }

    @Override
    public String suspects() {
        return "extreme energies or forces";
    }
}

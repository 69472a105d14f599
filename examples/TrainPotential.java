import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.train.PotentialMetrics;
import org.gaunt.potential.train.PotentialTraining;
import org.gaunt.potential.train.StartingModel;
import org.gaunt.potential.train.TrainingConfig;

/**
 * Trains a potential in a program, as {@code gaunt train} does: from a file of structures to a model file.
 *
 * <p>{@code examples/run.sh TrainPotential data/aminoethanol/train.xyz model.safetensors [EPOCHS]}
 */
void main(String[] arguments) {
    int epochs = arguments.length < 3 ? 100 : Integer.parseInt(arguments[2]);
    DataConfig data = DataConfig.defaults().withTrain(List.of(Path.of(arguments[0])));
    ModelConfig shape = (ModelConfig) ModelKinds.of("mace").defaults();
    TrainingConfig settings = TrainingConfig.defaults()
            .withEpochs(new EpochsConfig(5, epochs, null, Integer.MAX_VALUE, 1)); // batches of 5, validated every epoch

    PotentialTraining training =
            PotentialTraining.open(StartingModel.of(shape, data, settings), Path.of("TrainPotential.java"));
    training.data().notes().forEach(IO::println); // what is doubtful about the data

    TrainerSetup setup = TrainerSetup.of(Runtime.getRuntime().availableProcessors()).withListener(new TrainingListener() {
        @Override
        public void epoch(EpochRecord epoch, boolean best) {
            IO.println("epoch %d: %.1f meV/Å".formatted(
                    epoch.epoch(), 1e3 * epoch.validation().get(PotentialMetrics.FORCE_RMSE)));
        }
    });
    TrainingResult result = new Trainer<>(training.objective(), settings.trainer(), setup).run();
    training.write(Path.of(arguments[1]), Map.of("epochs", result.epochs()));
    IO.println("Ended because " + result.reason().text() + "; " + result.weights() + ".");
}

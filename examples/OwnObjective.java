import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.learn.Digest;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.Samples;
import org.gaunt.learn.TapeObjective;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.nn.TensorProduct;

/**
 * An objective of one's own: a product of vectors with trained weights becomes the cross product. The trainer brings threads,
 * checkpoints and the rest.
 *
 * <p>{@code examples/run.sh OwnObjective [FOLDER]}: with a folder it writes checkpoints; run it again, and it goes on.
 */
record Pairs(double[][] first, double[][] second) implements Samples {

    static Pairs random(int count, long seed) {
        Random random = new Random(seed);
        Pairs pairs = new Pairs(new double[count][], new double[count][]);
        for (int i = 0; i < count; i++) {
            pairs.first[i] = random.doubles(3, -1, 1).toArray();
            pairs.second[i] = random.doubles(3, -1, 1).toArray();
        }
        return pairs;
    }

    double[] cross(int i) {
        double[] a = first[i];
        double[] b = second[i];
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    @Override
    public int size() {
        return first.length;
    }

    @Override
    public String name(int index) {
        return "pair " + index; // in messages
    }

    @Override
    public long fingerprint(int index) {
        return new Digest().add(first[index]).add(second[index]).number(); // a training goes on with the same data only
    }
}

final class CrossProduct extends TapeObjective {
    private final TensorProduct layer;

    CrossProduct(TensorProduct layer) {
        super(layer.parameters(), Pairs.random(40, 1), Pairs.random(70, 2), "pairs");
        this.layer = layer;
    }

    @Override
    protected Var losses(Tape tape, Samples set, int[] samples) {
        Pairs pairs = (Pairs) set;
        double[][] a = new double[samples.length][];
        double[][] b = new double[samples.length][];
        double[][] c = new double[samples.length][];
        for (int k = 0; k < samples.length; k++) {
            a[k] = pairs.first()[samples[k]];
            b[k] = pairs.second()[samples[k]];
            c[k] = pairs.cross(samples[k]);
        }
        Var product = layer.apply(tape.input(a), tape.input(b));
        return product.minus(tape.constant(c)).squared();
    }
}

void main(String[] args) {
    var objective = new CrossProduct(new TensorProduct("1x1o", "1x1o", "1x1e"));
    TrainerSetup setup = TrainerSetup.of(2).withListener(new TrainingListener() {
        @Override
        public void epoch(EpochRecord epoch, boolean best) {
            if (epoch.epoch() % 10 == 0) {
                IO.println("epoch %3d  loss %.2e".formatted(epoch.epoch(), epoch.validationLoss()));
            }
        }
    });
    Path folder = args.length == 0 ? null : Path.of(args[0]);
    var trainer = new Trainer<>(
            objective, TrainerConfig.adam(40, 8, 0.05), folder == null ? setup : setup.withCheckpoints(folder));
    boolean before = folder != null && Files.exists(folder.resolve("state.safetensors"));
    IO.println((before ? trainer.resume() : trainer.run()).weights());
}

package org.gaunt.learn;

import java.util.Map;
import org.gaunt.linalg.Parallel;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Optimizer;
import org.gaunt.optim.OptimizerFactory;
import org.gaunt.optim.OptimizerSettings;

/** Steps along a velocity that follows the gradient: an optimiser as another jar would add it. */
public final class SpeedFactory implements OptimizerFactory {

    private static final String FRICTION = "friction";

    @Override
    public String name() {
        return "speed";
    }

    @Override
    public Optimizer create(Parameters parameters, OptimizerSettings settings) {
        settings.requireOptions(FRICTION);
        return new Speed(new double[parameters.size()], settings.options().getOrDefault(FRICTION, 0.1));
    }

    private static final class Speed implements Optimizer {
        private final double[] velocity;
        private final double friction;
        private long steps;

        Speed(double[] velocity, double friction) {
            this.velocity = velocity;
            this.friction = friction;
        }

        @Override
        public void step(double[] parameters, double[] gradient, double rate, Parallel parallel) {
            steps++;
            for (int i = 0; i < velocity.length; i++) {
                velocity[i] = (1 - friction) * velocity[i] - rate * gradient[i];
                parameters[i] += velocity[i];
            }
        }

        @Override
        public long steps() {
            return steps;
        }

        @Override
        public State state() {
            return new State(steps, Map.of("velocity", velocity.clone()));
        }

        @Override
        public void restore(State state) {
            System.arraycopy(state.array("velocity", velocity.length), 0, velocity, 0, velocity.length);
            steps = state.steps();
        }
    }
}

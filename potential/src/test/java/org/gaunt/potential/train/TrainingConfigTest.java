package org.gaunt.potential.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.learn.ComputeConfig;
import org.gaunt.learn.DescentConfig;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.StageTwoConfig;
import org.gaunt.learn.StartConfig;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.model.mace.MaceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                TrainingConfig.class,
                EpochsConfig.class,
                LossConfig.class,
                StageTwoConfig.class,
                DescentConfig.class,
                DecayConfig.class,
                StartConfig.class,
                ComputeConfig.class,
                DataConfig.class,
                MaceConfig.class
            })
    void everySettingDescribesItself(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inlined.class)) {
                continue;
            }
            Key key = component.getAnnotation(Key.class);
            assertThat(key).as(component.getName()).isNotNull();
            assertThat(key.value()).as(component.getName()).endsWith(".");
        }
    }

    @Test
    void theDefaultsAreInTheirRanges() throws ReflectiveOperationException {
        for (Record part : parts()) {
            areInTheirRanges(part);
        }
    }

    /** The defaults and the records whose keys stand among theirs. */
    private static List<Record> parts() throws ReflectiveOperationException {
        List<Record> parts = new ArrayList<>();
        for (RecordComponent component : TrainingConfig.class.getRecordComponents()) {
            if (component.isAnnotationPresent(Inlined.class)) {
                parts.add((Record) component.getAccessor().invoke(TrainingConfig.defaults()));
            }
        }
        parts.add(TrainingConfig.defaults());
        return parts;
    }

    private static void areInTheirRanges(Record defaults) throws ReflectiveOperationException {
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            if (component.getAccessor().invoke(defaults) instanceof Number number) {
                assertThat(number.doubleValue()).as(component.getName()).isBetween(key.min(), key.max());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "batchSize, 0, batch_size",
        "epochs, 0, epochs",
        "maxMinutes, 0, max_minutes",
        "maxMinutes, NaN, max_minutes",
        "patience, 0, patience",
        "validateEvery, 0, validate_every",
        "energyWeight, -1, energy_weight",
        "forcesWeight, NaN, forces_weight",
        "stageTwoStart, 1.1, stage_two_start",
        "stageTwoEnergyWeight, Infinity, stage_two_energy_weight",
        "learningRate, 0, learning_rate",
        "warmupSteps, -1, warmup_steps",
        "finalLearningRate, 1, final_learning_rate",
        "plateauFactor, 0, plateau_factor",
        "plateauPatience, -1, plateau_patience",
        "beta1, 1, beta1",
        "beta2, NaN, beta2",
        "weightDecay, -1, weight_decay",
        "clip, 0, clip",
        "emaDecay, 1, ema_decay",
        "shards, 0, shards",
        "checkpointMinutes, -1, checkpoint_minutes",
    })
    void valuesThatMakeNoSenseAreNamed(String component, double value, String key) throws ReflectiveOperationException {
        Record owner = parts().stream()
                .filter(part -> Arrays.stream(part.getClass().getRecordComponents())
                        .anyMatch(own -> own.getName().equals(component)))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> with(owner, component, value))
                .hasRootCauseInstanceOf(InputException.class)
                .rootCause()
                .hasMessageContaining("training." + key + " cannot");
    }

    /** A record with one number changed. */
    private static void with(Record defaults, String name, double value) throws ReflectiveOperationException {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Class<?> type = components[i].getType();
            boolean changed = components[i].getName().equals(name);
            arguments[i] = !changed
                    ? components[i].getAccessor().invoke(defaults)
                    : type == int.class ? (Object) (int) value : (Object) value;
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
        constructor.newInstance(arguments);
    }
}

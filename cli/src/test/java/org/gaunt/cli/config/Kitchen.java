package org.gaunt.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** A configuration with a key of every type. */
public record Kitchen(
        @Key("What is cooked.") Pot pot, @Key("The stove.") Stove stove) {

    public static Kitchen defaults() {
        return new Kitchen(Pot.defaults(), Stove.defaults());
    }

    /** How it is heated. */
    public enum Heat {
        LOW,
        VERY_HIGH
    }

    /** Texts, lists, maps and paths. */
    public record Pot(
            @Key("Name of the dish.") String dish,
            @Key("Recipes.") List<Path> recipes,
            @Key("Grams of each thing.") Map<String, Double> grams,
            @Key("A note.") @Nullable Path note,

            @Key(
                    value = "Size of the spoon.",
                    choices = {"small", "large"})
            String spoon) {

        public static Pot defaults() {
            return new Pot("soup", List.of(), Map.of(), null, "small");
        }
    }

    /** Numbers and truth values. */
    public record Stove(
            @Key(value = "Burners.", min = 1, max = 6) int burners,

            @Key(value = "Minutes.", unit = "min", min = 0, exclusiveMin = true) @Nullable
            Double maxMinutes,

            @Key(value = "Power.", unit = "W", min = 0) double power,
            @Key("Seed.") long seed,
            @Key("Gas or not.") boolean gas,
            @Key("Heat.") Heat heat,
            @Key(value = "Steps.", min = 0) List<Integer> steps) {

        public Stove {
            if (burners == 5) {
                throw new IllegalArgumentException("no stove has 5 burners");
            }
        }

        public static Stove defaults() {
            return new Stove(4, null, 2000, 0, false, Heat.LOW, List.of(1, 2));
        }
    }
}

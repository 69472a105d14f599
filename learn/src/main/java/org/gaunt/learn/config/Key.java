package org.gaunt.learn.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of a configuration, on the component of a record.
 *
 * <p>The key's name in a file is the component's name in snake case ({@code learningRate} is {@code learning_rate}),
 * its type is the component's type, and its default is the component's value in the record's static {@code defaults()}.
 * A component whose type is an interface is a section that can be of several kinds, of which its key {@code kind} names
 * one; {@link #kinds()} says which there are.
 * A component whose type is marked {@code @Nullable} may be left empty. Command lines make their help, their checks and
 * the reference of all keys from this.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Key {

    /** What the key does, one or two sentences. */
    String value();

    /** The unit of the number, such as {@code Å}; empty for none. */
    String unit() default "";

    /** Smallest allowed number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest allowed number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether the number {@link #min()} itself is forbidden. */
    boolean exclusiveMin() default false;

    /** The words a text may be; empty when any text is allowed. Enums list their constants by themselves. */
    String[] choices() default {};

    /** For a text: a class whose static {@code words()} gives the words it may be; for words that extensions add to. */
    Class<?> words() default void.class;

    /** For a section of several kinds: a class whose static {@code kinds()} gives the defaults of each by name. */
    Class<?> kinds() default void.class;
}

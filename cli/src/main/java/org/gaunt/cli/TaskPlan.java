package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.TrainerConfig;

/** A training as its configuration describes it, before any data are read. */
interface TaskPlan {

    /** The configuration, with the model that is used. */
    Record config();

    /** The settings of the trainer. */
    TrainerConfig trainer();

    /** Number of models to train. */
    int committee();

    /**
     * Reads the data and makes the model.
     *
     * @throws org.gaunt.files.InputException if a file is missing or wrong, or if there is nothing to train on
     */
    Task open();

    /**
     * Compares the mean of several trained models with the data that they were not fitted to, and prints the errors.
     *
     * @param models files of the models
     * @param threads to compute with
     * @return the errors, for {@code summary.json}
     */
    Map<String, Object> together(List<Path> models, int threads, PrintWriter out);
}

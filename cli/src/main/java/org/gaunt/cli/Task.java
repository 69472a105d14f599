package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.gaunt.learn.Objective;
import org.gaunt.learn.TrainingResult;

/** A training with its data read and its model made: the part of a run that depends on what is trained. */
interface Task {

    /** What is minimised. */
    Objective<?> objective();

    /** Prints data and model, at the start of a run. */
    void describe(PrintWriter err);

    /** Prints what is doubtful about the data. */
    void warn(PrintWriter err);

    /** Files that are written when the training begins, beside the configuration: their texts by their names. */
    Map<String, String> files();

    /** What the progress is called. */
    ProgressWords words();

    /**
     * Writes the model with the weights it has.
     *
     * @param history how it was trained, for people
     * @throws org.gaunt.files.InputException if the file cannot be written
     */
    void write(Path file, Map<String, ?> history);

    /** What {@code summary.json} says of data and model. */
    Map<String, Object> about();

    /**
     * Compares the model with all sets of data.
     *
     * @param threads to compute with
     */
    TaskErrors evaluate(int threads);

    /** The errors of a model on the sets of a run. */
    interface TaskErrors {

        /** Prints a table. */
        void print(PrintWriter out);

        /** Prints what else there is to say of the model. */
        void printNotes(PrintWriter err);

        /** What {@code summary.json} says of them. */
        Map<String, Object> json();

        /**
         * Draws pictures into the directory of the run.
         *
         * @param err takes a warning where that is not possible
         */
        void draw(RunDirectory directory, TrainingResult result, PrintWriter err);
    }
}

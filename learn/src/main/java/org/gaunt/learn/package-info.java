/**
 * Training of any objective: schedules, stages, budgets, averages of weights, checkpoints, committees; the same bits on any
 * number of threads and after any interruption.
 *
 * <p>Start from {@link org.gaunt.learn.Trainer}, which minimises an {@link org.gaunt.learn.Objective}; {@link
 * org.gaunt.learn.TrainerConfig} holds all its settings.
 */
@NullMarked
package org.gaunt.learn;

import org.jspecify.annotations.NullMarked;

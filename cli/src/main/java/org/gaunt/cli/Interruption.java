package org.gaunt.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets long work end tidily when the process is asked to stop by Ctrl-C or SIGTERM.
 *
 * <p>The virtual machine reports both by running its shutdown hooks. The hook here only asks for the end and then keeps
 * the process alive until the work has been put away, that is, until {@link #close()}. The process then ends with 130
 * after Ctrl-C and 143 after SIGTERM, as shells expect. A kill that cannot wait is {@code kill -9}.
 */
final class Interruption implements AutoCloseable {

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Starts listening.
     *
     * @param onRequest runs once when the end is asked for, to tell the user that it was heard
     */
    Interruption(Runnable onRequest) {
        hook = new Thread(() -> stop(onRequest), "gaunt-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the end has been asked for. */
    boolean requested() {
        return requested.get();
    }

    private void stop(Runnable onRequest) {
        requested.set(true);
        onRequest.run();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that everything worth keeping is on disk and that the last message has been printed. */
    @Override
    public void close() {
        finished.countDown();
        if (!requested()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process has just begun to end: the hook finds the work finished
                requested.set(true);
            }
        }
    }
}

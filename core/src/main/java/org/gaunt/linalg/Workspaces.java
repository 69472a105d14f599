package org.gaunt.linalg;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Workspaces that wait for their next use; softly held, so that they go before memory runs out. For several threads. */
public final class Workspaces {
    private final Deque<SoftReference<Workspace>> waiting = new ConcurrentLinkedDeque<>();

    /** No workspaces yet. */
    public Workspaces() {}

    /** The workspace that was given back last, or a new one. */
    public Workspace take() {
        for (SoftReference<Workspace> next = waiting.poll(); next != null; next = waiting.poll()) {
            Workspace workspace = next.get();
            if (workspace != null) {
                return workspace;
            }
        }
        return new Workspace();
    }

    /** Gives a workspace to whoever takes one next; releases its arrays, which nobody may use any more. */
    public void giveBack(Workspace workspace) {
        workspace.release(0);
        waiting.push(new SoftReference<>(workspace));
    }
}

package io.casemill.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Runs I/O on a channel to its end although the thread is interrupted. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** An action that may be repeated: an interrupt ends it with {@link ClosedByInterruptException}. */
    interface Action {
        void run() throws IOException;
    }

    /** Repeats the action until no interrupt falls into it; the thread's interrupt flag is as before, or set. */
    static void run(Action action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    action.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

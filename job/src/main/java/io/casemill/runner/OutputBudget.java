package io.casemill.runner;

import java.util.concurrent.atomic.AtomicLong;

/** What a program may still print, on all its streams together. */
final class OutputBudget {
    private final AtomicLong left;
    private final Runnable whenOver;

    /** @param whenOver called once, from a draining thread, when more than {@code bytes} were printed */
    OutputBudget(long bytes, Runnable whenOver) {
        this.left = new AtomicLong(bytes);
        this.whenOver = whenOver;
    }

    void spend(int count) {
        long before = left.getAndAdd(-count);
        if (before >= 0 && before < count) {
            whenOver.run();
        }
    }

    boolean over() {
        return left.get() < 0;
    }
}

package io.casemill;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Threads that outlive what started them, and may still write into a test's folder. */
public final class LateThreads {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private LateThreads() {}

    /** Waits until no thread with such a name is left. Throws {@link AssertionError} when one is after a minute. */
    public static void await(String namePrefix) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<Thread> late = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(namePrefix))
                .toList();
        for (Thread thread : late) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            if (thread.isAlive()) {
                throw new AssertionError(thread.getName() + " has not ended");
            }
        }
    }
}

package io.casemill.engine;

import java.time.Duration;

/** A crew whose threads are never started, in a time that stands still at 0: for tests that call its parts themselves. */
final class Standing implements Clock {

    static final Duration GRACE = Duration.ofNanos(1_000);

    private Standing() {}

    static Crew crew(int workers) {
        return new Crew(new EngineOptions("stress", workers, GRACE, WorkerStart.NOTHING), new Standing());
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public void parkUntil(long moment) {
        throw new IllegalStateException("Nobody parks here");
    }
}

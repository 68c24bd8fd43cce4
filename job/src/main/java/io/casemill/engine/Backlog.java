package io.casemill.engine;

/** What a channel counts. Guarded by the channel's lock. */
final class Backlog {

    private long passed;
    private int highWater;
    private long waits;
    private long waitedNanos;

    /** Since when a producer that does not block finds no place; {@link Clock#NEVER} while there is none. */
    private long refusedSince = Clock.NEVER;

    void added(int size) {
        passed++;
        highWater = Math.max(highWater, size);
    }

    /** A producer asked for a place. One that is refused waits from then on until the next is granted. */
    void asked(boolean granted, Clock clock) {
        if (granted && refusedSince != Clock.NEVER) {
            waited(clock.nanoTime() - refusedSince);
            refusedSince = Clock.NEVER;
        } else if (!granted && refusedSince == Clock.NEVER) {
            refusedSince = clock.nanoTime();
        }
    }

    void waited(long nanos) {
        waits++;
        waitedNanos += nanos;
    }

    ChannelStatistics statistics(int capacity, int size, Clock clock) {
        boolean waiting = refusedSince != Clock.NEVER;
        return new ChannelStatistics(
                capacity,
                size,
                highWater,
                passed,
                waiting ? waits + 1 : waits,
                waiting ? waitedNanos + clock.nanoTime() - refusedSince : waitedNanos);
    }
}

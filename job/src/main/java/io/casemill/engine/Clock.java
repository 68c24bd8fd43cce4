package io.casemill.engine;

import java.util.concurrent.locks.LockSupport;

/** The engine's time in nanoseconds: starts near 0, never overflows, never runs backwards. */
interface Clock {

    /** Later than every moment. */
    long NEVER = Long.MAX_VALUE;

    long nanoTime();

    /** Parks the calling thread until this moment, or until it is unparked, or for no reason. */
    void parkUntil(long moment);

    /** The moment this far from now; {@link #NEVER} when that is out of range. */
    default long in(long nanos) {
        return nanos == NEVER ? NEVER : after(nanoTime(), nanos);
    }

    /** The moment this long after another; {@link #NEVER} when that is out of range. */
    static long after(long moment, long nanos) {
        return nanos >= NEVER - moment ? NEVER : moment + nanos;
    }

    /** The system's time. */
    static Clock system() {
        long origin = System.nanoTime();
        return new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime() - origin;
            }

            @Override
            public void parkUntil(long moment) {
                if (moment == NEVER) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, moment - nanoTime());
                }
            }
        };
    }
}

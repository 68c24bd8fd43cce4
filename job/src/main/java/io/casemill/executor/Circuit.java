package io.casemill.executor;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the runner of one run can run cases on this executor at all.
 *
 * <pre>
 *           five failures of the host in a row             the delay is over
 *   closed ───────────────────────────────────▶ open ────────────────────────▶ half-open
 *      ▲                                          ▲                                │
 *      │                                          └────── the host fails it ───────┤
 *      └───────────────────────────────────────────────── the probe ran ───────────┘
 * </pre>
 *
 * <p>Only failures of the host count against it: a missing simulator, a scratch disk that fails. A case that ran counts for it
 * whatever came of the case, if it began after the last such failure; what had begun before says nothing of the host as it is now.
 *
 * <p>Safe for any thread. While all is well a case costs one volatile read; the lock is for trouble only.
 */
final class Circuit {
    /** How many failures in a row open it. */
    static final int FAILURES = 5;

    /** A reason stands in many rows, so that only its beginning is kept. */
    private static final int LONGEST_REASON = 300;

    private final CircuitBreaker<Object> breaker;

    /** Whether there was a failure since the circuit was last closed. Written under the lock. */
    private volatile boolean troubled;

    /** Written under the lock. */
    private volatile int openings;

    /** Written under the lock. */
    private volatile @Nullable String reason;

    /** When the last failure was told, on the nano clock. Guarded by this. */
    private long lastFailure;

    /**
     * @param delay how long it stays open before one case may probe it
     */
    Circuit(Duration delay) {
        breaker = CircuitBreaker.builder()
                .withFailureThreshold(FAILURES)
                .withSuccessThreshold(1)
                .withDelay(delay)
                .build();
    }

    /** The host kept a case from running. */
    synchronized void failed(String why) {
        troubled = true;
        reason = why.substring(0, Math.min(why.length(), LONGEST_REASON));
        lastFailure = System.nanoTime();
        boolean wasOpen = breaker.isOpen();
        breaker.recordFailure();
        if (!wasOpen && breaker.isOpen()) {
            openings++;
        }
    }

    /**
     * A case ran.
     *
     * @param begun when, on the nano clock
     */
    void ran(long begun) {
        if (troubled) {
            ranInTrouble(begun);
        }
    }

    private synchronized void ranInTrouble(long begun) {
        if (begun - lastFailure > 0) {
            breaker.recordSuccess();
            troubled = !breaker.isClosed();
        }
    }

    boolean isClosed() {
        return !troubled || breaker.isClosed();
    }

    /** True for one caller once the delay is over: it runs a case, or else calls {@link #probeLost}. */
    boolean tryProbe() {
        return breaker.tryAcquirePermit();
    }

    /** The probing case never ended; another may probe after the delay. */
    synchronized void probeLost() {
        if (breaker.isHalfOpen()) {
            breaker.open();
        }
    }

    /** How often it was opened. */
    int openings() {
        return openings;
    }

    /** What the host's last failure was. */
    String reason() {
        String why = reason;
        return why == null ? "" : why;
    }
}

package io.casemill.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What becomes of a worker whose thread is lost, stuck or dead: others run what it had, and a new thread takes its place, within
 * the limit.
 *
 * <p><b>It is done whole, or again.</b> Memory may be short just then; that is often why the thread is lost. So whatever needs some comes
 * before the act that cannot be taken back, and what fails half way is begun anew until it succeeds: by a dying thread at once, by the
 * monitor in its next round, because others' limits must not wait for it.
 */
final class Losses {

    /** How long to wait for memory; whoever has it gives it back or is interrupted. */
    static final long PAUSE_NANOS = 10_000_000;

    private final Crew crew;
    private final AtomicInteger count = new AtomicInteger();

    Losses(Crew crew) {
        this.crew = crew;
    }

    /** Monitor: this thread did not come back, and all that it had is the caller's. When it throws it is to be called again. */
    void abandoned(WorkerLoop lost) {
        lost.hand().surrender(lost.hand().next() + 1, lost.hand().whyLost());
        replace(lost, "is stuck and was given up");
        lost.hand().reportStuck();
    }

    /** The lost thread itself: it ends of a throwable that was not a step's. */
    void died(WorkerLoop lost, Throwable thrown) {
        if (!lost.watch().isOver() && !lost.watch().end()) {
            // The monitor was faster, and sees to the rest.
            return;
        }
        while (!tryToBury(lost, thrown)) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            // park returns at once while the flag is set.
            Thread.interrupted();
        }
        lost.hand().reportDeath();
        Log.error(lost.thread().getName(), " died", thrown);
    }

    private boolean tryToBury(WorkerLoop lost, Throwable thrown) {
        try {
            lost.giveUpSearch();
            lost.hand().surrender(lost.hand().next(), thrown);
            replace(lost, "died of " + name(thrown));
            return true;
        } catch (Throwable again) {
            return false;
        }
    }

    private static String name(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable hostile) {
            return thrown.getClass().getName();
        }
    }

    private void replace(WorkerLoop lost, String why) {
        WorkerLoop fresh = crew.successor(lost);
        EngineOptions options = crew.options();
        String what = lost.thread().getName() + " " + why;
        String last = "engine " + options.name() + " has replaced " + options.replacements()
                + " workers, its limit, and now " + what
                + "; look for cases that ignore their timeout, then restart the executor";
        String noThread = "engine " + options.name() + " cannot start a thread in place of "
                + lost.thread().getName();
        // From here on nothing fails.
        crew.countLost(lost);
        int number = count.incrementAndGet();
        boolean filled = crew.isInline() || number <= options.replacements();
        if (crew.closing()) {
            crew.leaveEmpty(lost);
        } else if (filled) {
            try {
                crew.replace(lost, fresh);
            } catch (Throwable thrown) {
                crew.leaveEmpty(fresh, noThread);
            }
        } else {
            crew.leaveEmpty(lost, last);
        }
        try {
            WorkerLostEvent.record(lost.index(), why, number);
            if (filled && !crew.closing()) {
                String next = crew.isInline()
                        ? "; the engine goes on when it comes back"
                        : "; replacement " + number + " of at most " + options.replacements();
                StepLabels.as(lost, () -> Log.warning(what + next));
            }
        } catch (Throwable unsaid) {
            // The worker has its successor, and whoever waits for its steps hears of them next.
        }
    }
}

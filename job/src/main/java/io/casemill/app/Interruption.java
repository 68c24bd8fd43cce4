package io.casemill.app;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that runs a command, gives it time to end in order, and lets
 * the process exit with 130.
 */
final class Interruption {
    /** Spark stops its context at 50 and Hadoop closes file systems at 10: the run ends before, the exit comes after. */
    private static final int BEFORE_SPARK = 100;

    private static final int AFTER_ALL = 1;
    private static final long GRACE_SECONDS = 60;

    private final Runnable notice;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread command = Thread.currentThread();
    private final Runnable interrupt = this::interrupt;
    private final Runnable exit = this::exit;
    private volatile boolean signalled;

    private Interruption(Runnable notice) {
        this.notice = notice;
    }

    /** Work that may take long. */
    interface Work {
        /** Returns the exit code. */
        int run() throws IOException;
    }

    /**
     * Does the work on the calling thread.
     *
     * @param notice tells the user that the signal has arrived; on another thread
     */
    static int guarded(Work work, Runnable notice) throws IOException {
        Interruption interruption = new Interruption(notice);
        ShutdownHookManager hooks = ShutdownHookManager.get();
        hooks.addShutdownHook(interruption.interrupt, BEFORE_SPARK, GRACE_SECONDS, TimeUnit.SECONDS);
        hooks.addShutdownHook(interruption.exit, AFTER_ALL);
        try {
            return work.run();
        } finally {
            interruption.end(hooks);
        }
    }

    private void interrupt() {
        if (ended.getCount() == 0) {
            return;
        }
        signalled = true;
        command.interrupt();
        notice.run();
        try {
            ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void exit() {
        if (signalled) {
            // The shutdown has begun, so System.exit would wait for itself.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    private void end(ShutdownHookManager hooks) {
        ended.countDown();
        if (!hooks.isShutdownInProgress()) {
            hooks.removeShutdownHook(interrupt);
            hooks.removeShutdownHook(exit);
        }
    }
}

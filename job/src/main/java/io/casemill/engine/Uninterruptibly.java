package io.casemill.engine;

/** Waits through interrupts, for a wait that is bounded and before something that must not be skipped. */
final class Uninterruptibly {

    /** A wait. */
    interface Waiting {
        void await() throws InterruptedException;
    }

    private Uninterruptibly() {}

    /** Returns whether there was an interrupt, which the caller passes on when all is done. */
    static boolean await(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}

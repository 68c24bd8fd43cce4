package io.casemill.engine;

import java.util.concurrent.CountDownLatch;

/** A step that ignores interrupts until the test releases it. */
final class Deaf implements Ledger.Act {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch returned = new CountDownLatch(1);

    @Override
    public void run(int index, Worker worker) {
        begun.countDown();
        while (true) {
            try {
                released.await();
                returned.countDown();
                return;
            } catch (InterruptedException ignored) {
                interrupted.countDown();
            }
        }
    }

    void awaitBegun() throws InterruptedException {
        begun.await();
    }

    void awaitInterrupted() throws InterruptedException {
        interrupted.await();
    }

    void release() {
        released.countDown();
    }

    void awaitReturned() throws InterruptedException {
        returned.await();
    }
}

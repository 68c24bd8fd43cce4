package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A body that records how each step ended. */
class Ledger implements Steps {

    /** What a step does. */
    interface Act {
        void run(int index, Worker worker) throws InterruptedException;
    }

    private final Act act;
    private final AtomicIntegerArray endings;
    private final CountDownLatch open;
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    Ledger(int steps, Act act) {
        this.act = act;
        this.endings = new AtomicIntegerArray(steps);
        this.open = new CountDownLatch(steps);
    }

    @Override
    public long timeoutNanos(int index) {
        return NO_TIMEOUT;
    }

    @Override
    public void run(int index, Worker worker) throws InterruptedException {
        act.run(index, worker);
        end("ran", index);
    }

    @Override
    public void stuck(int index, Worker worker) {
        end("stuck", index);
    }

    @Override
    public void skipped(int index) {
        end("skipped", index);
    }

    @Override
    public void failed(int index, Throwable thrown) {
        end("failed " + thrown.getClass().getSimpleName(), index);
    }

    private void end(String how, int index) {
        events.add(how + " " + index);
        endings.incrementAndGet(index);
        open.countDown();
    }

    /** How steps ended, in order: {@code ran 3}, {@code skipped 4}. */
    List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Waits until as many endings were reported as there are steps, then checks that each step has one. */
    void awaitOnceEach() throws InterruptedException {
        assertThat(open.await(30, TimeUnit.SECONDS)).as("all steps ended").isTrue();
        for (int step = 0; step < endings.length(); step++) {
            assertThat(endings.get(step)).as("endings of step %d", step).isEqualTo(1);
        }
    }
}

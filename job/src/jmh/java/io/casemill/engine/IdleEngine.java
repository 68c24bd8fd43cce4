package io.casemill.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * An engine that has worked and has nothing to do, for {@code job/bench/idle.py}. Argument: the number of workers. Prints
 * {@code idle} when its work is done, and ends when its input does.
 */
public final class IdleEngine {

    private static final int STEPS = 100_000;

    private IdleEngine() {}

    @SuppressWarnings("SystemOut") // what the script waits for
    public static void main(String[] arguments) throws InterruptedException, IOException {
        int workers = Integer.parseInt(arguments[0]);
        try (Engine engine =
                        Engine.start(new EngineOptions("idle", workers, Duration.ofSeconds(5), WorkerStart.NOTHING));
                Lane lane = engine.lane(0)) {
            Counting steps = new Counting();
            lane.submit(steps, 0, STEPS);
            steps.open.await();
            System.out.println("idle");
            while (System.in.read() >= 0) {
                // Whatever comes is not for us.
            }
        }
    }

    private static final class Counting implements Steps {

        private final CountDownLatch open = new CountDownLatch(STEPS);

        @Override
        public long timeoutNanos(int index) {
            return NO_TIMEOUT;
        }

        @Override
        public void run(int index, Worker worker) {
            open.countDown();
        }

        @Override
        public void stuck(int index, Worker worker) {
            throw new IllegalStateException("Step " + index + " is stuck");
        }

        @Override
        public void skipped(int index) {
            throw new IllegalStateException("Step " + index + " was skipped");
        }

        @Override
        public void failed(int index, Throwable thrown) {
            throw new IllegalStateException("Step " + index + " failed", thrown);
        }
    }
}

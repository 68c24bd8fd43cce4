package io.casemill.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Engines for tests, each with a name of its own. */
final class Engines {

    static final Duration GRACE = Duration.ofSeconds(5);

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private Engines() {}

    static EngineOptions options(int workers) {
        return new EngineOptions("test" + SERIAL.incrementAndGet(), workers, GRACE, WorkerStart.NOTHING);
    }

    static Engine start(int workers) {
        return Engine.start(options(workers));
    }

    static Engine start(int workers, Clock clock) {
        return Engine.start(options(workers), clock);
    }

    /** Returns when all workers are announced as asleep. */
    static void awaitAsleep(Engine engine) {
        while (engine.crew().sleep().sleepers() < engine.workers()) {
            Thread.onSpinWait();
        }
    }

    /** Returns when all threads of the engine, the monitor's included, are parked without a time limit. */
    static void awaitParked(Engine engine, String engineName) {
        awaitAsleep(engine);
        List<Thread> threads = threads(engineName).toList();
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    static long liveThreads(String engineName) {
        return threads(engineName).count();
    }

    private static Stream<Thread> threads(String engineName) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(engineName + "-"));
    }
}

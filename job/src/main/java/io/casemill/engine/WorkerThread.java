package io.casemill.engine;

/** A thread that knows the worker it is. */
final class WorkerThread extends Thread {

    private final WorkerLoop loop;
    private final Joiner joiner;

    WorkerThread(WorkerLoop loop, String name) {
        super(null, loop, name, 0, false);
        this.loop = loop;
        this.joiner = loop.joiner();
        setDaemon(true);
    }

    WorkerLoop loop() {
        return loop;
    }

    Joiner joiner() {
        return joiner;
    }
}

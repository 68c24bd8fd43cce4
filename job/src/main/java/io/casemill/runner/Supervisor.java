package io.casemill.runner;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Owns the external processes of one executor. Every program runs in its own session and process group with its
 * limits set, and leaves no living descendant: not after its case, and not after this JVM's death, which a watcher
 * process looks out for.
 *
 * <p>One instance serves all workers of an executor; safe for use from any thread. Nothing is started before the first
 * program. Linux only.
 */
public final class Supervisor implements AutoCloseable {
    /** The environment variable by which a descendant is known wherever it went. */
    static final String MARK = "CASEMILL_CASE";

    private final String id = UUID.randomUUID().toString();
    private final AtomicLong runs = new AtomicLong();
    private final ExecutorService drains = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "casemill-drain");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Watcher watcher;
    private volatile boolean closed;

    /**
     * Runs a program to its end and returns when it and all its descendants are dead. Blocks the calling thread. An
     * interrupt ends the program; the ending then says {@code INTERRUPTED} and the interrupt flag is clear.
     *
     * @throws IOException when the program cannot be started at all
     */
    Ending run(Invocation invocation, Allowance allowance) throws IOException {
        String mark = id + "-" + runs.incrementAndGet();
        return new SupervisedRun(invocation, allowance, mark, livingWatcher(), drains).toEnd();
    }

    private Watcher livingWatcher() throws IOException {
        if (closed) {
            throw new IllegalStateException("Cannot start a program: the supervisor is closed");
        }
        Watcher current = watcher;
        return current != null && current.alive() ? current : renewWatcher();
    }

    private synchronized Watcher renewWatcher() throws IOException {
        Watcher current = watcher;
        if (current == null || !current.alive()) {
            current = new Watcher(MARK + "=" + id + "-");
            watcher = current;
        }
        return current;
    }

    /** Process id of the watcher, or -1 before the first program. */
    long watcherPid() {
        Watcher current = watcher;
        return current == null ? -1 : current.pid();
    }

    /** Kills what still runs and lets the watcher end. Idempotent; does not wait. */
    @Override
    public synchronized void close() {
        closed = true;
        Watcher current = watcher;
        if (current != null) {
            current.close();
        }
        drains.shutdown();
    }
}

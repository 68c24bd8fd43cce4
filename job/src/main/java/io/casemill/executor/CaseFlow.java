package io.casemill.executor;

import io.casemill.engine.Ends;
import io.casemill.engine.Pipeline;
import io.casemill.status.StatusLog;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of one task attempt's pipeline: prepares chunks of cases and records the rows that workers leave. Owned by the task's
 * thread.
 */
final class CaseFlow implements Ends<CaseWork>, CaseWork.Sink {
    private final Setting setting;
    private final FinishedCases finished;
    private final Iterator<Case> cases;
    private final StatusLog log;
    private final Counts counts;
    private final BooleanSupplier killed;
    private final ChunkSize chunkSize;

    /** Whether a chunk was admitted. The first holds one case: whatever that does, it holds up no other. */
    private boolean begun;

    private final ArrayDeque<CaseWork> again = new ArrayDeque<>();

    /** The chunks under way: rows are taken from them while a slow case holds them up. */
    private final ArrayDeque<CaseWork> open = new ArrayDeque<>();

    private final long began = System.nanoTime();
    private final Circuit circuit;

    /** Openings of the circuit that end this attempt: it outlasts one, and gives up at the next. */
    private final int lastOpening;

    /** Other tries come after all first ones then, one after the other: a place that no timing decides. */
    private final boolean ordered;

    private long lookedAt = began;
    private boolean hurried;
    private boolean inline;

    /** The chunk that probes the circuit, while it is under way. */
    private @Nullable CaseWork probe;

    /** Why the attempt leaves what has not ended, once it does. */
    private @Nullable String leaving;

    private long left;

    /**
     * @param finished what earlier attempts at the partition left
     */
    CaseFlow(
            Setting setting,
            FinishedCases finished,
            Iterator<Case> cases,
            StatusLog log,
            Counts counts,
            BooleanSupplier killed) {
        this.setting = setting;
        this.finished = finished;
        this.cases = finished.without(cases);
        this.log = log;
        this.counts = counts;
        this.killed = killed;
        this.chunkSize = new ChunkSize(setting.run().chunkSize());
        this.circuit = setting.run().circuit();
        this.lastOpening = circuit.openings() + (circuit.isClosed() ? 2 : 1);
        this.ordered = setting.run().definition().execution().mode().ordered();
    }

    /** From now on cases run on this thread, which therefore comes back to the log only after each chunk. */
    void runHere() {
        inline = true;
        setting.judge().runHere(killed);
    }

    @Override
    public @Nullable CaseWork next() throws IOException, InterruptedException {
        while (!again.isEmpty() || cases.hasNext()) {
            if (circuit.isClosed()) {
                return admit(begun ? chunkSize.next() : 1);
            }
            if (circuit.openings() >= lastOpening && open.isEmpty()) {
                throw new CircuitOpenException(setting.place(), circuit.reason());
            }
            if (circuit.openings() < lastOpening && circuit.tryProbe()) {
                probe = admit(1);
                if (probe == null) {
                    circuit.probeLost();
                }
                return probe;
            }
            if (!open.isEmpty()) {
                // Asked again when one of them has ended.
                return null;
            }
            rest();
        }
        return null;
    }

    private @Nullable CaseWork admit(int most) {
        CaseWork work = ordered && (cases.hasNext() || !open.isEmpty()) ? null : again.poll();
        if (work == null && cases.hasNext()) {
            work = new CaseWork(setting, chunk(most), 0);
        }
        if (work != null) {
            begun = true;
            open.add(work);
        }
        return work;
    }

    /** Waits for the circuit, with nothing under way. */
    private void rest() throws IOException, InterruptedException {
        LockSupport.parkNanos(this, Pipeline.PULSE_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException("The task was killed while its circuit was open");
        }
        pulse();
    }

    private Case[] chunk(int most) {
        Case[] chunk = new Case[most];
        int size = 0;
        while (size < chunk.length && cases.hasNext()) {
            chunk[size++] = cases.next();
        }
        return size == chunk.length ? chunk : Arrays.copyOf(chunk, size);
    }

    @Override
    public void accept(CaseWork work) throws IOException {
        open.remove(work);
        take(work);
        work.close(this);
        work.teach(chunkSize);
        setting.run().arrivedAt(chunkSize.next());
        if (work == probe) {
            probe = null;
            // It may have been stopped before it told anything.
            circuit.probeLost();
        }
    }

    @Override
    public void pulse() throws IOException, InterruptedException {
        if (killed.getAsBoolean()) {
            throw new InterruptedException("The task was killed");
        }
        setting.runtime().requireSound();
        long now = System.nanoTime();
        Duration limit = setting.run().definition().limits().partitionTimeout();
        if (limit != null && (now - began) / 1_000_000 >= limit.toMillis()) {
            throw new LeavingException.PartitionTimeout(
                    "the partition reached limits.partition_timeout of " + limit.toMillis() / 1000.0 + " s");
        }
        if (now - lookedAt >= Pipeline.PULSE_NANOS) {
            lookedAt = now;
            for (CaseWork work : open) {
                take(work);
            }
        }
        log.flushIfDueIn(inline ? chunkSize.nanos() : 0);
    }

    @Override
    public void ending(Throwable reason) {
        setting.judge().cancel();
        hurried = reason instanceof InterruptedException || killed.getAsBoolean();
        leaving = reason instanceof LeavingException early ? early.why() : null;
    }

    private void take(CaseWork work) throws IOException {
        hurry();
        try {
            work.drain(this);
        } finally {
            calm();
        }
        counts.report();
    }

    @Override
    public void record(StatusRow row) throws IOException {
        log.append(row);
        counts.count(row);
    }

    @Override
    public void again(Case theCase, int attempt) {
        again.add(new CaseWork(setting, new Case[] {theCase}, attempt));
    }

    @Override
    public void stopped(Case theCase) throws IOException {
        if (leaving != null) {
            left++;
            // One row tells why; a host without its simulator may see a partition many times.
            if (!finished.wasLeft(theCase.id())) {
                log.append(StatusRow.left(theCase, leaving));
            }
        }
    }

    /** Leaves the cases that were not begun, with rows that say why, and makes all rows durable. */
    void leave() throws IOException, InterruptedException {
        for (CaseWork work = again.poll(); work != null; work = again.poll()) {
            work.leave(this);
        }
        while (cases.hasNext()) {
            if (killed.getAsBoolean()) {
                hurried = true;
                throw new InterruptedException("The task was killed");
            }
            stopped(cases.next());
        }
        log.close();
    }

    /** How many cases were left. */
    long left() {
        return left;
    }

    /** Makes durable what was recorded when the attempt ended early. */
    void close() throws IOException {
        hurry();
        try {
            log.close();
        } finally {
            calm();
        }
    }

    /** The interrupt flag is how a log learns that it must not wait long for a store that is down. */
    private void hurry() {
        if (hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void calm() {
        if (hurried) {
            boolean ignored = Thread.interrupted();
        }
    }
}

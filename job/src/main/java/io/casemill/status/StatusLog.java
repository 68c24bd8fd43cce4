package io.casemill.status;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.casemill.store.Store;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit of one partition attempt's rows. Used by one thread, which flushes wait on: a store that fails makes the
 * caller wait, so it admits no further cases.
 *
 * <p>Rows are held until the segment that has them is visible and durable. A flush that fails therefore keeps exactly the
 * rows that are in no segment, and the next flush neither loses nor duplicates one. An attempt with an unknown outcome is
 * resolved by reading back the path: the segment found there is this log's own when its checksums are.
 */
public final class StatusLog {
    private static final Logger LOG = LoggerFactory.getLogger(StatusLog.class);

    private final Store store;
    private final StatusColumns columns;
    private final FlushPolicy policy;
    private final LongSupplier nanoClock;
    private final List<Segment> segments = new ArrayList<>();
    private List<StatusRow> held = new ArrayList<>();
    private long heldBytes;
    // So many of the held rows, from the first, belong to the current segment once it was tried: its file may exist,
    // and
    // is recognised only by the same rows. 0 before the first try.
    private int batch;
    private long oldest;
    private SegmentName name;
    private boolean closed;

    /**
     * @param store the run directory
     * @param columns of the rows
     * @param first the name of the first segment; later ones count its sequence up
     * @param policy when segments are closed
     * @param nanoClock as {@link System#nanoTime}
     */
    public StatusLog(
            Store store, StatusColumns columns, SegmentName first, FlushPolicy policy, LongSupplier nanoClock) {
        this.store = store;
        this.columns = columns;
        this.name = first;
        this.policy = policy;
        this.nanoClock = nanoClock;
    }

    /**
     * Takes a row, and flushes when one of the policy's bounds is reached. The row is durable only when a flush returned.
     *
     * @throws StorageException when the store failed for too long; the row is held nevertheless
     */
    public void append(StatusRow row) throws StorageException {
        if (closed) {
            throw new IllegalStateException("Cannot append to the closed status log " + name.path());
        }
        long now = nanoClock.getAsLong();
        if (held.isEmpty()) {
            oldest = now;
        }
        held.add(row);
        heldBytes += size(row);
        flushIfDue(now);
    }

    /** Flushes when the oldest row has waited long enough. To be called now and then while no row arrives. */
    public void flushIfDue() throws StorageException {
        flushIfDueIn(0);
    }

    /** The same for a caller that comes back only after so many nanoseconds: flushes what would be due by then. */
    public void flushIfDueIn(long nanos) throws StorageException {
        flushIfDue(nanoClock.getAsLong() + nanos);
    }

    /**
     * Makes every row durable. Waits for the store, whether the thread is interrupted or not, but not for long when it
     * is; the interrupt flag stays set.
     *
     * @throws StorageException when the store failed for too long; the rows are held for another flush
     */
    public void flush() throws StorageException {
        while (!held.isEmpty()) {
            if (batch == 0) {
                batch = held.size();
            }
            SegmentFlushEvent event = SegmentFlushEvent.start();
            Segment segment = persist();
            SegmentFlushEvent.end(event, segment);
            segments.add(segment);
            name = name.withSequence(name.sequence() + 1);
            held = new ArrayList<>(held.subList(batch, held.size()));
            heldBytes = held.stream().mapToLong(this::size).sum();
            batch = 0;
        }
    }

    /** How many rows are in no segment yet. */
    public int held() {
        return held.size();
    }

    /** The segments so far, in order. */
    public List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** Flushes, refuses further rows, and returns all segments. Idempotent; may be repeated after a failure. */
    public List<Segment> close() throws StorageException {
        flush();
        closed = true;
        return segments();
    }

    private void flushIfDue(long now) throws StorageException {
        if (!held.isEmpty()
                && (held.size() >= policy.rows()
                        || heldBytes >= policy.bytes()
                        || now - oldest >= policy.age().toNanos())) {
            flush();
        }
    }

    /** Interrupts stop waiting, never writing: the flag is taken away during I/O and put back at the end. */
    private Segment persist() throws StorageException {
        boolean interrupted = Thread.interrupted();
        try {
            if (!interrupted) {
                try {
                    return persist(policy);
                } catch (FailsafeException e) {
                    interrupted = Thread.interrupted() || e.getCause() instanceof InterruptedException;
                    if (!interrupted) {
                        throw failed(e);
                    }
                }
            }
            return persist(policy.hurried());
        } catch (FailsafeException e) {
            interrupted |= Thread.interrupted();
            throw failed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Segment persist(FlushPolicy patience) {
        RetryPolicy<Segment> retries = RetryPolicy.<Segment>builder()
                .handle(IOException.class)
                .withMaxAttempts(patience.attempts())
                .withBackoff(patience.firstDelay(), patience.longestDelay())
                .onRetryScheduled(event -> {
                    // Whoever ends the task interrupts it; the rows are written once more, and nothing is wrong.
                    if (!Thread.currentThread().isInterrupted()) {
                        LOG.warn(
                                "Cannot write {} status rows below {}: {}. No further case is admitted; trying again in {} s",
                                held.size(),
                                store.root(),
                                event.getLastException(),
                                event.getDelay().toMillis() / 1000.0);
                    }
                })
                .build();
        return Failsafe.with(retries).get(this::attempt);
    }

    /** Publishes the batch under the first sequence number that nobody else has taken. */
    private Segment attempt() throws IOException {
        while (true) {
            Segment written;
            try (RowWriter writer = RowWriter.create(store, name.path(), columns)) {
                for (StatusRow row : held.subList(0, batch)) {
                    writer.write(row);
                }
                boolean published = publish(writer);
                written = writer.segment();
                if (published) {
                    return written;
                }
            }
            Segment found = readBack();
            if (found != null && found.equals(written)) {
                // An earlier attempt succeeded and its reply was lost.
                store.force(found.path());
                return found;
            }
            name = name.withSequence(name.sequence() + 1);
        }
    }

    /** As {@link RowWriter#publish}; an unknown outcome that turns out well is a success. */
    private boolean publish(RowWriter writer) throws IOException {
        try {
            return writer.publish();
        } catch (IOException e) {
            try {
                Segment found = readBack();
                if (found != null && found.equals(writer.segment())) {
                    store.force(found.path());
                    return true;
                }
            } catch (IOException unreadable) {
                e.addSuppressed(unreadable);
            }
            throw e;
        }
    }

    /** The segment at the current path, or null when there is none or it is damaged. */
    private @Nullable Segment readBack() throws IOException {
        String path = name.path();
        try (RowReader reader = RowReader.open(store, path)) {
            SegmentSummary found = reader.summary();
            return new Segment(
                    path, found.rows(), found.minCaseId(), found.maxCaseId(), found.digest(), reader.bytes());
        } catch (NoSuchFileException | CorruptSegmentException e) {
            return null;
        }
    }

    private StorageException failed(FailsafeException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        return new StorageException(
                "Cannot write " + batch + " status rows to " + name.path() + " below " + store.root() + ": "
                        + cause.getMessage()
                        + ". The rows are held in memory; check the storage's space and reachability.",
                cause);
    }

    /** About what the row's own data takes, in bytes. */
    private long size(StatusRow row) {
        String message = row.errorMessage();
        return 8L * columns.size() + row.theCase().key().length() + (message == null ? 0 : message.length());
    }
}

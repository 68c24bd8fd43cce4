package io.casemill.session;

import io.casemill.store.Staged;
import io.casemill.store.Store;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one partition attempt owns: its identity, the blobs, and where a case's kept files go. Passed explicitly into
 * every call that records; never looked up. Safe for the partition's workers.
 */
public final class Session implements AutoCloseable {
    private static final Pattern ID = Pattern.compile(".*-e(\\d{1,9})-p\\d+-a\\d+\\.\\d+", Pattern.DOTALL);

    private final Attempt attempt;
    private final String id;
    private final Store store;
    private final Blobs blobs;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param attempt whose session it is
     * @param store the run directory
     */
    public Session(Attempt attempt, Store store) {
        this.attempt = attempt;
        this.id = attempt.runId() + "-e" + attempt.epoch() + "-p" + attempt.partition() + "-a" + attempt.stageAttempt()
                + "." + attempt.taskAttempt();
        this.store = store;
        this.blobs = new Blobs(store);
    }

    /**
     * A partition attempt of a run.
     *
     * @param runId the run
     * @param epoch the driver's turn, at least 1
     * @param partition Spark's partition id
     * @param stageAttempt Spark's number of the stage attempt
     * @param taskAttempt Spark's attempt number of the task in it
     */
    public record Attempt(String runId, int epoch, int partition, int stageAttempt, int taskAttempt) {
        public Attempt {
            Objects.requireNonNull(runId);
            if (epoch < 1 || partition < 0 || stageAttempt < 0 || taskAttempt < 0) {
                throw new IllegalArgumentException("Invalid attempt: epoch " + epoch + ", partition " + partition
                        + ", stage attempt " + stageAttempt + ", task attempt " + taskAttempt);
            }
        }
    }

    /** Names the run and the partition attempt, unique in the run. */
    public String id() {
        return id;
    }

    /** The epoch in a session's {@link #id}. Throws {@link IllegalArgumentException} for any other text. */
    public static int epochOf(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid session id \"" + id + "\": must end like -e1-p42-a0.0");
        }
        return Integer.parseInt(matcher.group(1));
    }

    public Attempt attempt() {
        return attempt;
    }

    /** Joins a case's row with log lines. */
    public String correlationId(long caseId) {
        return Case.correlationId(id, caseId);
    }

    /** The run's blobs. */
    public Blobs blobs() {
        open("blobs");
        return blobs;
    }

    /**
     * Copies the files below a folder to the run directory, durably, and returns the folder there. Links and special files
     * stay behind. The folder belongs to this attempt of the case alone: {@code cases/<id>/a<attempt>} for a partition's
     * first attempt, with the partition attempt in its name otherwise.
     *
     * @param caseId the case
     * @param caseAttempt its attempt in this session, from 0
     * @param scratch a local folder that nobody writes to any more
     */
    public String keep(long caseId, int caseAttempt, Path scratch) throws IOException {
        open("keep");
        String folder = "cases/" + caseId + "/a" + caseAttempt + suffix();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(scratch)) {
            files = tree.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String relative = scratch.relativize(file).toString().replace('\\', '/');
            try (Staged staged = store.stage(folder + "/" + relative);
                    InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                in.transferTo(staged);
                // False when an earlier call published it and its reply was lost.
                staged.publish();
            }
        }
        return folder;
    }

    /** Ends the session: later calls are refused. Idempotent. */
    @Override
    public void close() {
        closed.set(true);
    }

    private String suffix() {
        boolean first = attempt.epoch() == 1 && attempt.stageAttempt() == 0 && attempt.taskAttempt() == 0;
        return first ? "" : "-e" + attempt.epoch() + "." + attempt.stageAttempt() + "." + attempt.taskAttempt();
    }

    private void open(String call) {
        if (closed.get()) {
            throw new IllegalStateException("Cannot call " + call + " on session " + id + ": it is finalised");
        }
    }
}

package io.casemill.master;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.casemill.status.StatusColumns;
import io.casemill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to publish a version: reserve a folder, let tasks write part files into it, commit. Used by one thread; the
 * part files may be written by others. What never commits is never seen by a reader.
 */
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final int ATTEMPTS = 5;

    private final Store store;
    private final VersionLog log;
    private final Epoch epoch;
    private final Clock clock;
    private final Duration delay;
    private final String commitId;
    private final long number;
    private final String folder;

    private Publication(
            Store store, Epoch epoch, Clock clock, Duration delay, String commitId, long number, String folder) {
        this.store = store;
        this.log = new VersionLog(store);
        this.epoch = epoch;
        this.clock = clock;
        this.delay = delay;
        this.commitId = commitId;
        this.number = number;
        this.folder = folder;
    }

    /** Reserves the next version's folder. Its name carries the commit id when another attempt left one of that number. */
    public static Publication begin(Store store, Epoch epoch, Clock clock) throws IOException {
        return begin(store, epoch, clock, Duration.ofMillis(100));
    }

    /** The same, with this wait after the first failure to commit; it doubles with each. */
    static Publication begin(Store store, Epoch epoch, Clock clock, Duration delay) throws IOException {
        String commitId = UUID.randomUUID().toString();
        long number = new VersionLog(store).latestNumber().orElse(0) + 1;
        String plain = String.format(Locale.ROOT, "%s/v%08d", VersionLog.MASTER, number);
        String folder = reserve(store, plain, commitId) ? plain : plain + "-" + commitId.substring(0, 8);
        return new Publication(store, epoch, clock, delay, commitId, number, folder);
    }

    /** The number that the version will have. */
    public long number() {
        return number;
    }

    /** The version's folder below the run directory. */
    public String folder() {
        return folder;
    }

    /** The path of a part file, counted from 0 in the order of case ids; for {@link Part#write}. */
    public String part(int part) {
        return String.format(Locale.ROOT, "%s/part-%05d.parquet", folder, part);
    }

    /**
     * Checks the files and makes them the next version: the call returns when every reader sees it. Blocks on I/O.
     *
     * @param files all part files, as {@link Part#write} returned them
     * @param counts cases by status
     * @throws FencedException when a later driver took over; nothing was changed
     * @throws PublishConflictException when somebody else committed this number
     * @throws PublishStateUnknownException when the store never told the outcome
     */
    public Version commit(List<VersionFile> files, Map<String, Long> counts, StatusColumns columns, String sweepDigest)
            throws IOException {
        List<VersionFile> ordered = files.stream()
                .sorted(Comparator.comparingLong(VersionFile::minCaseId).thenComparing(VersionFile::path))
                .toList();
        Version version = new Version(
                number,
                commitId,
                epoch.number(),
                ordered,
                counts,
                Version.types(columns),
                sweepDigest,
                clock.instant().toString());
        verify(version);
        new Epochs(store).requireCurrent(epoch);
        put(version);
        try {
            Hints.refresh(store);
        } catch (IOException e) {
            LOG.warn("Version {} is published; its hints could not be refreshed: {}", number, e.toString());
        }
        return version;
    }

    private void verify(Version version) throws IOException {
        long last = -1;
        for (VersionFile file : version.files()) {
            if (!file.path().startsWith(folder + "/")) {
                throw new IOException("Cannot publish " + file.path() + ": it is outside of " + folder);
            }
            file.verifyFooter(store);
            if (file.rows() > 0 && file.minCaseId() <= last) {
                throw new IOException("Cannot publish " + file.path() + ": it begins at case " + file.minCaseId()
                        + ", the file before it ends at case " + last);
            }
            last = Math.max(last, file.maxCaseId());
        }
        long counted =
                version.counts().values().stream().mapToLong(Long::longValue).sum();
        if (counted != version.rows()) {
            throw new IOException("Cannot publish version " + number + ": its files have " + version.rows()
                    + " rows, its counts sum up to " + counted);
        }
    }

    /** The commit point. Repeating it is safe: the file names its commit, and exists at most once. */
    private void put(Version version) throws IOException {
        byte[] content = Json.write(version);
        RetryPolicy<Object> retries = RetryPolicy.builder()
                .handle(IOException.class)
                .abortOn(PublishConflictException.class)
                .withMaxAttempts(ATTEMPTS)
                .withBackoff(delay, delay.multipliedBy(64))
                .build();
        try {
            Failsafe.with(retries).run(() -> putOnce(content));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof PublishConflictException conflict) {
                throw conflict;
            }
            throw new PublishStateUnknownException(
                    "Cannot tell whether version " + number + " (commit " + commitId + ") of " + store.root()
                            + " is published: " + e.getCause()
                            + ". Nothing was deleted; run the same command again when the storage answers.",
                    e);
        }
    }

    private void putOnce(byte[] content) throws IOException {
        String path = VersionLog.path(number);
        if (!store.putIfAbsent(path, content)) {
            // Refused: by somebody else's version, or by our own whose reply was lost.
            settle(log.read(number));
            store.force(path);
        }
    }

    private void settle(Version found) throws PublishConflictException {
        if (!found.commitId().equals(commitId)) {
            throw new PublishConflictException(
                    "Cannot publish version " + number + " of " + store.root() + ": commit " + found.commitId()
                            + " of epoch " + found.epoch() + " was first. Its version stands; gather again.",
                    found);
        }
    }

    private static boolean reserve(Store store, String folder, String commitId) throws IOException {
        String path = folder + "/_publication";
        byte[] content = commitId.getBytes(StandardCharsets.UTF_8);
        try {
            return store.putIfAbsent(path, content);
        } catch (IOException e) {
            // Whether or not the reservation was made: another name is free in any case.
            LOG.warn("Cannot reserve {}: {}", folder, e.toString());
            return false;
        }
    }
}

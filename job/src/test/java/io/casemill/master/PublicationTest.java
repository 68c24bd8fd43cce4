package io.casemill.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.status.RowReader;
import io.casemill.status.Rows;
import io.casemill.status.StatusRow;
import io.casemill.store.FaultyStore;
import io.casemill.store.FaultyStore.Call;
import io.casemill.store.FaultyStore.How;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@org.jspecify.annotations.NullUnmarked
class PublicationTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    @TempDir
    Path root;

    private FaultyStore store;
    private Epoch epoch;

    @BeforeEach
    void claim() throws IOException {
        store = new FaultyStore(Stores.open(root.toString()));
        epoch = new Epochs(store).claim(owner("first", 1));
    }

    @Test
    @Tag("SWP-04")
    void commit_twoParts_isTheLatestVersion() throws IOException {
        Version version = publish(100);

        assertThat(version.number()).isEqualTo(1);
        assertThat(version.createdAt()).isEqualTo("2026-01-02T12:00:00Z");
        assertThat(version.rows()).isEqualTo(100);
        assertThat(new VersionLog(store).latest()).contains(version);
        assertThat(version.columns()).hasSize(Rows.COLUMNS.size());
        assertThat(ids()).isEqualTo(range(0, 100));
        assertThat(root.resolve("master/current/part-00000.parquet")).exists();
        assertThat(root.resolve("master/LATEST.json")).content().contains("\"v00000001\"");
        assertThat(publish(120).number()).isEqualTo(2);
        assertThat(ids()).isEqualTo(range(0, 120));
        assertThat(root.resolve("master/current").toRealPath()).endsWith(Path.of("v00000002"));
    }

    @ParameterizedTest
    @CsvSource({"BEFORE", "AFTER", "FALSE"})
    void commit_oneFaultyReply_isRecognised(How how) throws IOException {
        publish(10);
        store.strike(Call.PUT, "_log", how);

        assertThat(publish(20).number()).isEqualTo(2);
        assertThat(ids()).isEqualTo(range(0, 20));
        assertThat(store.left()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, 1", "AFTER, 2"})
    void commit_noReplyAtAll_isUnknownAndDeletesNothing(How how, long latest) throws IOException {
        publish(10);
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        List<Part> parts = parts(publication, 20);
        store.strike(Call.PUT, "_log", how);
        for (int i = 0; i < 20; i++) {
            store.strike(Call.PUT, "_log", How.BEFORE);
        }

        assertThatThrownBy(() -> commit(publication, parts))
                .isInstanceOf(PublishStateUnknownException.class)
                .hasMessageContaining("version 2");
        store.heal();
        assertThat(store.list(publication.folder())).hasSize(3);
        assertThat(new VersionLog(store).latest().orElseThrow().number()).isEqualTo(latest);
        assertThat(publish(30).number()).isEqualTo(latest + 1);
        assertThat(ids()).isEqualTo(range(0, 30));
    }

    @Test
    void commit_someoneElseWasFirst_isAConflictNamingThem() throws IOException {
        Publication slow = Publication.begin(store, epoch, NOON, AT_ONCE);
        Publication fast = Publication.begin(store, epoch, NOON, AT_ONCE);
        assertThat(slow.folder()).isNotEqualTo(fast.folder());
        List<Part> slowParts = parts(slow, 10);
        Version winner = commit(fast, parts(fast, 20));

        assertThatThrownBy(() -> commit(slow, slowParts))
                .isInstanceOfSatisfying(
                        PublishConflictException.class,
                        e -> assertThat(e.winner()).isEqualTo(winner))
                .hasMessageContaining(winner.commitId());
        assertThat(ids()).isEqualTo(range(0, 20));
    }

    @Test
    void commit_laterEpochExists_isFencedAndChangesNothing() throws IOException {
        publish(10);
        Publication old = Publication.begin(store, epoch, NOON, AT_ONCE);
        List<Part> parts = parts(old, 20);
        new Epochs(store).takeOver(owner("second", 2));

        assertThatThrownBy(() -> commit(old, parts))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("epoch 2")
                .hasMessageContaining("host-second");
        assertThat(ids()).isEqualTo(range(0, 10));
    }

    /** A crash at each step: whatever was left behind, the old version stays, and the next publication completes. */
    @ParameterizedTest
    @CsvSource({
        "PUT, _publication, 1",
        "STAGE, part-00000, 1",
        "WRITE, part-00001, 1",
        "PUBLISH, part-00001, 1",
        "PUT, _log, 1",
        "POINT, current, 2",
        "REPLACE, LATEST, 2"
    })
    void crash_atAStep_leavesOldOrNewAndTheNextCompletes(Call call, String path, long latest) throws IOException {
        publish(10);
        for (int i = 0; i < 20; i++) {
            store.strike(call, path, How.BEFORE);
        }
        try {
            publish(20);
        } catch (IOException e) {
            assertThat(latest).isEqualTo(1);
        }
        store.heal();

        if (!call.equals(Call.PUT) || path.equals("_log")) {
            assertThat(new VersionLog(store).latest().orElseThrow().number()).isEqualTo(latest);
            assertThat(ids()).isEqualTo(range(0, latest == 1 ? 10 : 20));
        }
        publish(30);
        assertThat(ids()).isEqualTo(range(0, 30));
        assertThat(root.resolve("master/current/part-00001.parquet")).exists();
        assertThat(MasterTable.open(store, 1).version().rows()).isEqualTo(10);
    }

    @Test
    void commit_overlappingParts_isRefused() throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        List<Part> parts = List.of(part(publication, 0, 0, 10), part(publication, 1, 9, 20));

        assertThatThrownBy(() -> commit(publication, parts))
                .hasMessageContaining("begins at case 9")
                .hasMessageContaining("ends at case 9");
        assertThat(new VersionLog(store).latest()).isEmpty();
    }

    @Test
    void commit_countsDoNotAddUp_isRefused() throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        Part part = part(publication, 0, 0, 10);

        assertThatThrownBy(
                        () -> publication.commit(List.of(part.file()), Map.of("completed", 9L), Rows.COLUMNS, "sweep"))
                .hasMessageContaining("10 rows")
                .hasMessageContaining("sum up to 9");
    }

    @Test
    void commit_partChangedSinceItWasChecked_isRefused() throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        Part first = part(publication, 0, 0, 10);
        Part second = part(publication, 1, 10, 20);
        Files.copy(
                root.resolve(first.file().path()),
                root.resolve(second.file().path()),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> commit(publication, List.of(first, second))).hasMessageContaining("expected");
    }

    @Test
    void write_unsortedRows_isRefused() throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        List<StatusRow> twice = List.of(Rows.row(4), Rows.row(4));

        assertThatThrownBy(() -> Part.write(store, publication.part(0), Rows.COLUMNS, twice.iterator()))
                .hasMessageContaining("case 4 follows case 4");
    }

    @Test
    void write_duplicateTask_takesTheFirstFile() throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        Part first = part(publication, 0, 0, 10);

        assertThat(part(publication, 0, 0, 12)).isEqualTo(first);
        assertThat(Part.counts(List.of(first, first)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(20);
    }

    @Test
    void open_listedFileIsMissing_isAnError() throws IOException {
        Version version = publish(100);
        store.delete(version.files().get(1).path());

        assertThatThrownBy(() -> MasterTable.latest(store))
                .isInstanceOf(MissingFileException.class)
                .hasMessageContaining("part-00001");
    }

    @Test
    void scan_fileVanishesWhileReading_isAnError() throws IOException {
        Version version = publish(100);
        MasterTable table = MasterTable.latest(store).orElseThrow();
        store.delete(version.files().get(1).path());

        try (MasterTable.Scan scan = table.scan(Set.of("case_id"))) {
            assertThatThrownBy(() -> {
                        while (scan.next()) {
                            assertThat(scan.at().caseId()).isLessThan(50);
                        }
                    })
                    .isInstanceOf(MissingFileException.class);
        }
    }

    @Test
    void scan_range_opensNoOtherFile() throws IOException {
        Version version = publish(100);
        MasterTable table = MasterTable.latest(store).orElseThrow();
        store.delete(version.files().get(0).path());

        List<Long> ids = new ArrayList<>();
        try (MasterTable.Scan scan = table.scan(Set.of("status"), 60, 70)) {
            while (scan.next()) {
                ids.add(scan.at().caseId());
            }
        }
        assertThat(ids).isEqualTo(range(60, 70));
    }

    @Test
    void latest_whileVersionsArePublished_isAlwaysOneVersion() throws Exception {
        publish(2);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Long> reads = pool.submit(() -> {
                long count = 0;
                long last = 0;
                var reader = Stores.open(root.toString());
                while (!done.get() || count == 0) {
                    MasterTable table = MasterTable.latest(reader).orElseThrow();
                    assertThat(table.version().number()).isGreaterThanOrEqualTo(last);
                    last = table.version().number();
                    assertThat(ids(table)).isEqualTo(range(0, 2 * last));
                    count++;
                }
                return count;
            });
            for (int version = 2; version <= 20; version++) {
                publish(2L * version);
            }
            done.set(true);
            assertThat(reads.get()).isPositive();
        } finally {
            done.set(true);
            pool.shutdownNow();
        }
    }

    private Version publish(long rows) throws IOException {
        Publication publication = Publication.begin(store, epoch, NOON, AT_ONCE);
        return commit(publication, parts(publication, rows));
    }

    private static Version commit(Publication publication, List<Part> parts) throws IOException {
        // Out of order: commit sorts.
        List<VersionFile> files = new ArrayList<>(parts.stream().map(Part::file).toList());
        java.util.Collections.reverse(files);
        return publication.commit(files, Part.counts(parts), Rows.COLUMNS, "sweep");
    }

    private List<Part> parts(Publication publication, long rows) throws IOException {
        return List.of(part(publication, 0, 0, rows / 2), part(publication, 1, rows / 2, rows));
    }

    private Part part(Publication publication, int part, long from, long to) throws IOException {
        return Part.write(
                store, publication.part(part), Rows.COLUMNS, Rows.rows(from, to).iterator());
    }

    private List<Long> ids() throws IOException {
        return ids(MasterTable.latest(store).orElseThrow());
    }

    private static List<Long> ids(MasterTable table) throws IOException {
        List<Long> ids = new ArrayList<>();
        try (MasterTable.Scan scan = table.scan(Set.of())) {
            while (scan.next()) {
                RowReader row = scan.at();
                assertThat(Rows.text(row.row())).isEqualTo(Rows.text(Rows.row(row.caseId())));
                ids.add(row.caseId());
            }
        }
        return ids;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static Owner owner(String id, long pid) {
        return new Owner(id, "host-" + id, pid, "2026-01-01T00:00:00Z", "ada");
    }
}

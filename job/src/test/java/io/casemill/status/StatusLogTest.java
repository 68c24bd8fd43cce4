package io.casemill.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.store.FaultyStore;
import io.casemill.store.FaultyStore.Call;
import io.casemill.store.FaultyStore.How;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@org.jspecify.annotations.NullUnmarked
class StatusLogTest {
    private static final SegmentName FIRST = new SegmentName(1, 42, 0, 1, 0);

    @TempDir
    Path root;

    private final AtomicLong clock = new AtomicLong();
    private FaultyStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FaultyStore(Stores.open(root.toString()));
    }

    @Test
    void append_rowBound_closesASegment() throws IOException {
        StatusLog log = log(100, 1);
        append(log, 0, 250);

        assertThat(log.held()).isEqualTo(50);
        assertThat(log.segments()).extracting(Segment::rows).containsExactly(100L, 100L);
        assertThat(log.close())
                .extracting(Segment::path)
                .containsExactly(
                        "status/e000001/p00042-a0.1-s000.parquet",
                        "status/e000001/p00042-a0.1-s001.parquet",
                        "status/e000001/p00042-a0.1-s002.parquet");
        assertThat(ids(log.segments())).isEqualTo(range(0, 250));
    }

    @Test
    void append_byteBound_closesASegment() throws IOException {
        FlushPolicy policy =
                new FlushPolicy(1000, 1000, Duration.ofDays(1), 1, Duration.ofNanos(1), Duration.ofNanos(2));
        StatusLog log = new StatusLog(store, Rows.COLUMNS, FIRST, policy, clock::get);
        append(log, 0, 4);

        assertThat(log.segments()).hasSize(1);
    }

    @Test
    void flushIfDue_oldestRowIsOld_closesASegment() throws IOException {
        StatusLog log = log(1000, 1);
        append(log, 0, 1);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(5) - 1);
        log.flushIfDue();
        assertThat(log.segments()).isEmpty();

        clock.incrementAndGet();
        log.flushIfDue();
        assertThat(log.segments()).hasSize(1);
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        log.flushIfDue();
        assertThat(log.segments()).hasSize(1);
    }

    @Test
    void close_twiceAndThenAppend_isRefused() throws IOException {
        StatusLog log = log(10, 1);
        append(log, 0, 3);
        assertThat(log.close()).isEqualTo(log.close()).hasSize(1);

        assertThatThrownBy(() -> append(log, 3, 4)).isInstanceOf(IllegalStateException.class);
    }

    @Tag("SES-08")
    @ParameterizedTest
    @CsvSource({"STAGE, BEFORE", "WRITE, BEFORE", "WRITE, AFTER", "PUBLISH, BEFORE", "PUBLISH, AFTER", "PUBLISH, FALSE"
    })
    void flush_oneFault_losesAndDuplicatesNothing(Call call, How how) throws IOException {
        StatusLog log = log(50, 3);
        store.strike(call, "s001", how);
        append(log, 0, 150);

        assertThat(ids(log.close())).isEqualTo(range(0, 150));
        assertThat(allIds()).isEqualTo(range(0, 150));
        assertThat(store.left()).isZero();
    }

    @Tag("SES-08")
    @ParameterizedTest
    @CsvSource({"STAGE, BEFORE", "WRITE, AFTER", "PUBLISH, BEFORE", "PUBLISH, AFTER"})
    void flush_storeDown_keepsTheRowsForTheNextFlush(Call call, How how) throws IOException {
        StatusLog log = log(1000, 2);
        append(log, 0, 30);
        log.flush();
        append(log, 30, 50);
        // The reply of the first attempt is lost, and neither it nor a second one can be read back.
        store.strike(call, "s001", how).strike(Call.READ, "s001", How.BEFORE);
        store.strike(Call.STAGE, "s001", How.BEFORE);

        assertThatThrownBy(log::flush)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("20 status rows")
                .hasMessageContaining("s001");
        assertThat(log.held()).isEqualTo(20);
        store.heal();
        append(log, 50, 60);
        log.close();
        assertThat(ids(log.segments())).isEqualTo(range(0, 60));
        assertThat(allIds()).isEqualTo(range(0, 60));
        assertThat(ids(log.segments())).isEqualTo(range(0, 60));
    }

    @Test
    void flush_ownFileCannotBeForced_isNotAssumedDurable() throws IOException {
        StatusLog log = log(1000, 1);
        append(log, 0, 5);
        store.strike(Call.PUBLISH, "s000", How.AFTER).strike(Call.FORCE, "s000", How.BEFORE);

        assertThatThrownBy(log::flush).isInstanceOf(StorageException.class);
        assertThat(log.held()).isEqualTo(5);
    }

    @Test
    void flush_pathTakenByOthers_takesTheNext() throws IOException {
        store.putIfAbsent(FIRST.path(), new byte[] {1, 2, 3});
        StatusLog log = log(1000, 1);
        append(log, 0, 5);

        assertThat(log.close())
                .extracting(Segment::path)
                .containsExactly(FIRST.withSequence(1).path());
        assertThat(store.read(FIRST.path())).hasSize(3);
    }

    @Test
    void flush_interruptedThread_isWholeAndKeepsTheFlag() throws IOException {
        StatusLog log = log(1000, 3);
        append(log, 0, 5);
        Thread.currentThread().interrupt();
        log.flush();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ids(log.segments())).isEqualTo(range(0, 5));
    }

    @Test
    void flush_interruptInTheMiddle_isWholeAndKeepsTheFlag() throws IOException {
        StatusLog log = log(1000, 3);
        append(log, 0, 5);
        store.strike(Call.PUBLISH, "s000", How.INTERRUPT).strike(Call.PUBLISH, "s000", How.BEFORE);
        log.flush();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ids(log.segments())).isEqualTo(range(0, 5));
        assertThat(allIds()).isEqualTo(range(0, 5));
    }

    @Test
    void flush_interruptAndFault_triesAgainWithoutWaiting() throws IOException {
        FlushPolicy patient =
                new FlushPolicy(1000, 1 << 20, Duration.ofSeconds(5), 9, Duration.ofDays(1), Duration.ofDays(2));
        StatusLog log = new StatusLog(store, Rows.COLUMNS, FIRST, patient, clock::get);
        append(log, 0, 5);
        store.strike(Call.STAGE, "s000", How.INTERRUPT).strike(Call.PUBLISH, "s000", How.BEFORE);
        log.flush();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ids(log.segments())).isEqualTo(range(0, 5));
    }

    @Test
    void published_mixedFolder_areTheSegmentsInOrder() throws IOException {
        SegmentName late = new SegmentName(2, 1, 0, 0, 0);
        SegmentName early = new SegmentName(1, 7, 0, 0, 0);
        store.putIfAbsent(late.path(), new byte[1]);
        store.putIfAbsent(early.path(), new byte[1]);
        store.putIfAbsent("status/e000001/notes.txt", new byte[1]);

        assertThat(SegmentName.published(store)).containsExactly(early, late);
    }

    @Test
    void segmentName_path_isReadBack() {
        SegmentName name = new SegmentName(1, 42, 0, 1, 3);

        assertThat(name.path()).isEqualTo("status/e000001/p00042-a0.1-s003.parquet");
        assertThat(SegmentName.of(name.path())).isEqualTo(name);
        SegmentName large = new SegmentName(1_234_567, 1_000_000, 12, 34, 5678);
        assertThat(SegmentName.of(large.path())).isEqualTo(large);
        for (String wrong : List.of(
                "status/e000001/p00042-a0-s003.parquet",
                "status/e000001/p00042-a0.01-s003.parquet",
                "status/e000000/p00042-a0.0-s003.parquet",
                "status/e000001/x/p00042-a0.1-s003.parquet")) {
            assertThatThrownBy(() -> SegmentName.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private StatusLog log(int rows, int attempts) {
        return new StatusLog(
                store,
                Rows.COLUMNS,
                FIRST,
                new FlushPolicy(
                        rows, 1 << 20, Duration.ofSeconds(5), attempts, Duration.ofNanos(1), Duration.ofNanos(2)),
                clock::get);
    }

    private static void append(StatusLog log, long from, long to) throws IOException {
        for (StatusRow row : Rows.rows(from, to)) {
            log.append(row);
        }
    }

    private List<Long> ids(List<Segment> segments) throws IOException {
        return idsOf(segments.stream().map(Segment::path).toList());
    }

    private List<Long> allIds() throws IOException {
        String folder = SegmentName.folder(1);
        return idsOf(store.list(folder).stream()
                .map(each -> folder + "/" + each.name())
                .toList());
    }

    private List<Long> idsOf(List<String> paths) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (String path : paths) {
            try (RowReader reader = RowReader.open(store, path)) {
                while (reader.next()) {
                    ids.add(reader.caseId());
                }
            }
        }
        return ids;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}

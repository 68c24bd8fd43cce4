package io.casemill.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.OutputDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@org.jspecify.annotations.NullUnmarked
class RowFileTest {
    private static final String PATH = "status/e000001/p00042-a0.0-s000.parquet";

    @TempDir
    Path root;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Stores.open(root.toString());
    }

    @Test
    void read_everyKindOfRow_isWhatWasWritten() throws IOException {
        write(Rows.rows(0, 500));

        assertThat(texts(Set.of()))
                .isEqualTo(Rows.rows(0, 500).stream().map(Rows::text).toList());
    }

    @Test
    void segment_afterPublish_describesTheFile() throws IOException {
        Segment segment = write(Rows.rows(7, 107));

        assertThat(segment.rows()).isEqualTo(100);
        assertThat(segment.minCaseId()).isEqualTo(7);
        assertThat(segment.maxCaseId()).isEqualTo(106);
        assertThat(store.list("status/e000001"))
                .containsExactly(new Store.Entry("p00042-a0.0-s000.parquet", segment.bytes()));
        SegmentSummary summary = RowReader.summary(store, PATH);
        assertThat(summary.digest()).isEqualTo(segment.digest());
        assertThat(summary.maxCaseId()).isEqualTo(106);
    }

    @Test
    @Tag("ENG-29")
    @Tag("CTX-11")
    void correlationId_isWrittenFromSessionAndCase() throws IOException {
        List<Long> ids = List.of(0L, 9L, 10L, 1_234_567L, (1L << 53) - 1);
        write("a", ids.stream().map(Rows::row).toList());

        try (RowReader reader = RowReader.open(store, "a")) {
            int column = reader.columns().position("correlation_id");
            for (long id : ids) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.text(column)).isEqualTo("run-e1-p42-a0.0-c" + id);
            }
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void digest_ofAnotherOrder_isTheSameAndOfOtherRowsIsNot() throws IOException {
        List<StatusRow> rows = Rows.rows(0, 50);
        List<StatusRow> reversed = new ArrayList<>(rows);
        java.util.Collections.reverse(reversed);
        StatusRow row = Rows.row(1);
        double[] outputs = {row.output(0), Math.nextUp(row.output(1))};
        StatusRow other = StatusRow.completed(row.theCase(), outputs, row.specPass(), row.execution());

        Digest digest = write("a", rows).digest();
        assertThat(write("b", reversed).digest()).isEqualTo(digest);
        rows.set(1, other);
        assertThat(write("c", rows).digest()).isNotEqualTo(digest);
    }

    @Test
    void rowDigests_summedUp_areTheFiles() throws IOException {
        Segment segment = write(Rows.rows(0, 50));
        Digest sum = Digest.NONE;
        try (RowReader reader = RowReader.open(store, PATH, Set.of("case_key", "status", "vmax", "trise"))) {
            while (reader.next()) {
                sum = sum.plus(reader.digest());
            }
        }
        assertThat(sum).isEqualTo(segment.digest());
        assertThat(Digest.of(sum.hex())).isEqualTo(sum);
    }

    @Test
    void read_projection_hasThoseColumnsOnly() throws IOException {
        write(Rows.rows(0, 20));
        try (RowReader reader = RowReader.open(store, PATH, Set.of("vmax", "status"))) {
            int vmax = reader.columns().position("vmax");
            for (long id = 0; reader.next(); id++) {
                assertThat(reader.caseId()).isEqualTo(id);
                assertThat(reader.position()).isEqualTo(id);
                assertThat((Double) reader.number(vmax))
                        .isEqualTo((Double) Rows.row(id).output(0));
            }
            assertThatThrownBy(() -> reader.text(reader.columns().position("host")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("host");
            assertThatThrownBy(reader::digest).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void read_noRows_isEmpty() throws IOException {
        Segment segment = write(List.of());

        assertThat(segment.rows()).isZero();
        assertThat(segment.minCaseId()).isEqualTo(-1);
        assertThat(texts(Set.of())).isEmpty();
    }

    @Test
    void read_absentFile_isNotCorrupt() {
        assertThatThrownBy(() -> RowReader.open(store, PATH)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void read_emptyFile_isCorruptAndNamed() throws IOException {
        store.putIfAbsent(PATH, new byte[0]);

        assertThatThrownBy(() -> RowReader.open(store, PATH))
                .isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining(PATH);
    }

    @Test
    void read_everyTruncation_isCorrupt() throws IOException {
        write(Rows.rows(0, 40));
        byte[] whole = store.read(PATH);
        for (int length = 1; length < whole.length; length += 97) {
            Files.write(root.resolve(PATH), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> texts(Set.of())).isInstanceOf(CorruptSegmentException.class);
        }
    }

    @Test
    void read_everyFlippedBit_isCorruptOrHarmless() throws IOException {
        write(Rows.rows(0, 40));
        byte[] whole = store.read(PATH);
        List<String> right = texts(Set.of());
        List<String> some = texts(Set.of("vmax", "block"));
        int corrupt = 0;
        int flips = 0;
        for (int at = 0; at < whole.length; at += 11) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Files.write(root.resolve(PATH), damaged);
            flips++;
            corrupt += corruptOr(right, Set.of(), at);
            corruptOr(some, Set.of("vmax", "block"), at);
        }
        // What is harmless is little: column indexes that nothing here reads, bounds, names of the writer.
        assertThat(corrupt).isGreaterThan(flips / 2);
    }

    @Test
    void columns_sameNameTwice_isRefused() {
        assertThatThrownBy(() -> StatusColumns.of(
                        List.of(new Column("Host", ColumnType.DOUBLE)),
                        List.of(new OutputDefinition("v", "", null, null))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host");
    }

    @Test
    void columns_ofTheDesign_areInOrder() {
        assertThat(Rows.COLUMNS.names())
                .containsExactly(
                        "case_id",
                        "case_key",
                        "block",
                        "r",
                        "n",
                        "corner",
                        "hot",
                        "vmax",
                        "trise",
                        "status",
                        "spec_pass",
                        "error_class",
                        "error_message",
                        "exit_code",
                        "attempt",
                        "reused",
                        "started_at",
                        "duration_s",
                        "cpu_s",
                        "peak_rss_bytes",
                        "host",
                        "executor",
                        "partition",
                        "worker",
                        "core",
                        "session_id",
                        "correlation_id",
                        "artifacts");
        assertThat(Rows.COLUMNS.typeName(Rows.COLUMNS.position("started_at"))).isEqualTo("TIMESTAMP");
        assertThat(StatusColumns.reserved()).contains("case_id", "artifacts").doesNotContain("r", "vmax");
    }

    @Test
    void specPass_limits_areJudgedTogether() {
        List<OutputDefinition> limited =
                List.of(new OutputDefinition("a", "", 0.0, 1.0), new OutputDefinition("b", "", null, null));

        assertThat(StatusColumns.specPass(limited, new double[] {0.5, 9})).isTrue();
        assertThat(StatusColumns.specPass(limited, new double[] {1.5, 9})).isFalse();
        assertThat(StatusColumns.specPass(limited, new double[] {Double.NaN, 9}))
                .isFalse();
        assertThat(StatusColumns.specPass(limited.subList(1, 2), new double[] {9}))
                .isNull();
    }

    private int corruptOr(List<String> right, Collection<String> columns, int at) throws IOException {
        try {
            assertThat(texts(columns)).as("byte %d flipped", at).isEqualTo(right);
            return 0;
        } catch (CorruptSegmentException e) {
            return 1;
        }
    }

    private Segment write(List<StatusRow> rows) throws IOException {
        return write(PATH, rows);
    }

    private Segment write(String path, List<StatusRow> rows) throws IOException {
        try (RowWriter writer = RowWriter.create(store, path, Rows.COLUMNS)) {
            for (StatusRow row : rows) {
                writer.write(row);
            }
            assertThat(writer.publish()).isTrue();
            return writer.segment();
        }
    }

    private List<String> texts(Collection<String> columns) throws IOException {
        List<String> texts = new ArrayList<>();
        try (RowReader reader = RowReader.open(store, PATH, columns)) {
            int block = reader.columns().position("block");
            int vmax = reader.columns().position("vmax");
            while (reader.next()) {
                texts.add(
                        columns.isEmpty()
                                ? Rows.text(reader.row())
                                : reader.caseId() + reader.text(block) + reader.number(vmax));
            }
        }
        return texts;
    }
}

package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("x", ColumnType.DOUBLE),
            new Column("n", ColumnType.BIGINT),
            new Column("flag", ColumnType.BOOLEAN),
            new Column("corner", ColumnType.STRING));

    private final Path folder;

    TableFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void cells_comeBackAsTheyWere() throws IOException {
        Path path =
                write(row(1.5, 7L, true, "tt"), row(2L, Long.MIN_VALUE, false, ""), row(-0.0, 0L, true, "größe 🎛"));

        TableSource.Table table = TableFile.open(path);

        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.columns()).isEqualTo(COLUMNS);
        assertThat(cells(table, 0)).containsExactly(1.5, 7L, true, "tt");
        assertThat(cells(table, 1)).containsExactly(2.0, Long.MIN_VALUE, false, "");
        assertThat(cells(table, 2)).containsExactly(-0.0, 0L, true, "größe 🎛");
    }

    @Test
    void manyRows_acrossBuffersAndSegments_comeBackInPlace() throws IOException {
        Path path = folder.resolve("many.table");
        int rows = 20_000;
        try (TableWriter writer = TableFile.create(path, COLUMNS)) {
            for (int i = 0; i < rows; i++) {
                writer.append((double) i, (long) -i, i % 3 == 0, "corner-" + i);
            }
            writer.append(0.0, 0L, false, "long".repeat(50_000));
            writer.finish();
        }

        TableSource.Table table = TableReader.open(path, 1 << 12);

        for (int i = 0; i < rows; i++) {
            assertThat(cells(table, i)).containsExactly((double) i, (long) -i, i % 3 == 0, "corner-" + i);
        }
        assertThat(table.cell(rows, 3)).isEqualTo("long".repeat(50_000));
    }

    @Test
    void emptyTable_hasNoRows() throws IOException {
        assertThat(TableFile.open(write()).rows()).isZero();
    }

    @Test
    void unfinishedTable_leavesNothing() throws IOException {
        Path path = folder.resolve("unfinished.table");
        try (TableWriter writer = TableFile.create(path, COLUMNS)) {
            writer.append(1.0, 1L, true, "tt");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void finishedTable_leavesOneFile() throws IOException {
        write(row(1.0, 1L, true, "tt"));

        assertThat(files()).containsExactly("t.table");
    }

    @Test
    void truncatedFile_isRefused() throws IOException {
        Path path = write(row(1.0, 1L, true, "tt"), row(2.0, 2L, true, "ff"));
        byte[] whole = Files.readAllBytes(path);

        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TableFile.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("t.table")
                    .hasMessageContaining("truncated")
                    .hasMessageContaining("import it again");
        }
    }

    @Test
    void damagedHeader_isRefusedAndNeverAnotherError() throws IOException {
        Path path = write(row(1.0, 1L, true, "tt"));
        byte[] whole = Files.readAllBytes(path);

        for (int i = 0; i < 40; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            Files.write(path, damaged);
            assertThatThrownBy(() -> TableFile.open(path))
                    .as("byte " + i)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("t.table");
        }
    }

    @Test
    void otherFile_isRefused() throws IOException {
        Path path = Files.writeString(folder.resolve("t.csv"), "a,b\n".repeat(100));

        assertThatThrownBy(() -> TableFile.open(path)).hasMessageContaining("not a table file");
        assertThatThrownBy(() -> TableFile.open(folder.resolve("gone"))).hasMessageContaining("no such file");
    }

    @Test
    void damagedText_isRefusedOnReading() throws IOException {
        Path path = write(row(1.0, 1L, true, "tt"));
        byte[] whole = Files.readAllBytes(path);
        whole[whole.length - 2 - 8] = 0x7f;
        Files.write(path, whole);

        TableSource.Table table = TableFile.open(path);

        assertThatThrownBy(() -> table.cell(0, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row 1, column 'corner'");
    }

    @Test
    void badCells_areRefusedByRowAndColumn() throws IOException {
        refuses(row(null, 1L, true, "tt"), "row 2, column 'x': the value is missing");
        refuses(row(Double.NaN, 1L, true, "tt"), "row 2, column 'x': the value is NaN");
        refuses(row(Double.NEGATIVE_INFINITY, 1L, true, "tt"), "row 2, column 'x': the value is -Infinity");
        refuses(row(1.0, 1.5, true, "tt"), "row 2, column 'n': the value '1.5' is not of type BIGINT");
        refuses(row(1.0), "row 2: has 1 cells for 4 columns");
    }

    @Test
    void columns_needDifferentNames() {
        assertThatThrownBy(() -> TableFile.create(folder.resolve("t"), List.of(COLUMNS.get(0), COLUMNS.get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> TableFile.create(folder.resolve("t"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cell_outsideTheTable_isRefused() throws IOException {
        TableSource.Table table = TableFile.open(write(row(1.0, 1L, true, "tt")));

        assertThatThrownBy(() -> table.cell(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.cell(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void refuses(@Nullable Object[] row, String message) throws IOException {
        try (TableWriter writer = TableFile.create(folder.resolve("bad.table"), COLUMNS)) {
            writer.append(1.0, 1L, true, "tt");
            assertThatThrownBy(() -> writer.append(row))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }
    }

    private Path write(@Nullable Object[]... rows) throws IOException {
        Path path = folder.resolve("t.table");
        try (TableWriter writer = TableFile.create(path, COLUMNS)) {
            for (@Nullable Object[] row : rows) {
                writer.append(row);
            }
            writer.finish();
        }
        return path;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static @Nullable Object[] row(@Nullable Object... cells) {
        return cells;
    }

    private static Object[] cells(TableSource.Table table, long row) {
        Object[] cells = new Object[table.columns().size()];
        Arrays.setAll(cells, column -> table.cell(row, column));
        return cells;
    }
}

package io.casemill.app;

import io.casemill.master.MasterTable;
import io.casemill.status.Execution;
import io.casemill.status.SegmentName;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A sweep of {@link PlantedFunction} in a folder of its own, its run directory, and what its table says. */
final class PlantedSweep {
    final Path folder;
    final Path file;
    final Path out;

    /**
     * @param values of {@code x}, as the sweep file has them after {@code x:}
     * @param more further lines of the sweep file
     */
    PlantedSweep(Path folder, String values, String more) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("sweep.yaml");
        this.out = folder.resolve("out");
        Files.writeString(file, """
                name: planted
                runner: {function: planted}
                parameters:
                  x: %s
                  folder: "%s"
                %s
                """.formatted(values, folder, more));
    }

    private PlantedSweep(Path folder, Path file, Path out) {
        this.folder = folder;
        this.file = file;
        this.out = out;
    }

    /** The same sweep with another run directory. */
    PlantedSweep in(Path directory) {
        return new PlantedSweep(folder, file, directory);
    }

    static PlantedSweep of(Path folder, String values) throws IOException {
        return new PlantedSweep(folder, values, "");
    }

    /** {@code [from, …, to]}. */
    static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    RunRequest request(Rerun rerun) {
        return new RunRequest(file, List.of(), out.toString(), null, 2, null, null, rerun);
    }

    RunRequest limited(String where, long limit) {
        return new RunRequest(file, List.of(), out.toString(), null, 2, where, limit, Rerun.MISSING);
    }

    List<Path> segments() throws IOException {
        try (Store store = Stores.open(out.toString())) {
            return SegmentName.published(store).stream()
                    .map(name -> out.resolve(name.path()))
                    .toList();
        }
    }

    List<StatusRow> rows() throws IOException {
        List<StatusRow> rows = new ArrayList<>();
        try (Store store = Stores.open(out.toString());
                MasterTable.Scan scan = MasterTable.latest(store).orElseThrow().scan(List.of())) {
            while (scan.next()) {
                rows.add(scan.at().row());
            }
        }
        return rows;
    }

    /** By case: the error class, {@code pending}, or {@code none}. */
    Map<Long, String> classes() throws IOException {
        return byCase(row -> row.errorClass() != null
                ? row.errorClass().id()
                : row.status().id().equals("pending") ? "pending" : "none");
    }

    /** By case: the epoch that computed it, as the session's id has it. */
    Map<Long, Integer> epochs() throws IOException {
        return byCase(row -> Integer.valueOf(
                Objects.requireNonNull(row.execution()).placement().sessionId().replaceAll(".*-e(\\d+)-p.*", "$1")));
    }

    /** What must be the same however a sweep was run: every column but those of times and places. */
    Map<Long, String> results() throws IOException {
        return byCase(row -> {
            Execution execution = Objects.requireNonNull(row.execution());
            return row.theCase().key() + " " + row.theCase().block() + " "
                    + IntStream.range(0, row.theCase().size())
                            .mapToObj(i -> String.valueOf(row.theCase().value(i)))
                            .toList()
                    + " " + Arrays.toString(row.outputs()) + " " + row.status() + " " + row.specPass() + " "
                    + row.errorClass() + " " + row.errorMessage() + " " + execution.exitCode() + " "
                    + execution.attempt();
        });
    }

    /** The same request with values in place of those of the sweep file. */
    RunRequest with(String... overrides) {
        return new RunRequest(file, List.of(overrides), out.toString(), null, 2, null, null, Rerun.MISSING);
    }

    private <T> Map<Long, T> byCase(Function<StatusRow, T> of) throws IOException {
        Map<Long, T> found = new TreeMap<>();
        rows().forEach(row -> found.put(row.theCase().id(), of.apply(row)));
        return found;
    }
}

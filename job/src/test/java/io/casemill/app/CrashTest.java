package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.StatusRow;
import io.casemill.sweep.ErrorClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a case does to its worker or to the JVM, in a whole run: which cases pay, and what the table says. */
@Tag("ENG-16")
class CrashTest {
    /** By kind of crash, in the order of the sweep: the error class and the beginning of the message. */
    private static final Map<String, List<String>> COSTS = Map.ofEntries(
            Map.entry("checked", List.of("error", "java.io.IOException: planted\n\tat io.casemill.app.PlantedErrors")),
            Map.entry("runtime", List.of("error", "java.lang.IllegalStateException: planted\n\tat ")),
            Map.entry("sneaky", List.of("error", "java.lang.Throwable: planted\n\tat ")),
            Map.entry("assertion", List.of("error", "java.lang.AssertionError: planted\n\tat ")),
            Map.entry("linkage", List.of("error", "java.lang.NoClassDefFoundError: planted/Missing\n\tat ")),
            Map.entry("death", List.of("error", "java.lang.ThreadDeath\n\tat ")),
            Map.entry("stack", List.of("error", "java.lang.StackOverflowError\n\tat ")),
            Map.entry("heap", List.of("limit", "java.lang.OutOfMemoryError: ")),
            Map.entry(
                    "hostile",
                    List.of(
                            "error",
                            "io.casemill.app.PlantedErrors$Hostile; its message threw java.lang.StackOverflowError;"
                                    + " its stack threw java.lang.ThreadDeath\ncaused by java.lang.OutOfMemoryError")),
            Map.entry("endless-message", List.of("error", "java.lang.IllegalStateException: ")),
            Map.entry("circle", List.of("error", "java.lang.IllegalStateException: first\n\tat ")),
            Map.entry("parks", List.of("timeout", "Ran longer than its time limit of 5 s")),
            Map.entry("deaf", List.of("timeout", "Ran longer than its time limit of 5 s. It ignored the interrupt")));

    private final Path folder;
    private final Casemill casemill = new Casemill();

    CrashTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() throws IOException {
        Files.createFile(folder.resolve("thawed"));
        casemill.close();
    }

    /** Each kind between cases that are fine. */
    private RunRequest sweep(List<String> kinds) throws IOException {
        return sweep(kinds, "5s");
    }

    private RunRequest sweep(List<String> kinds, String timeout) throws IOException {
        List<String> values = new ArrayList<>();
        kinds.forEach(kind -> values.addAll(List.of("fine", kind)));
        Path file = Files.writeString(folder.resolve("sweep.yaml"), """
                name: crashes
                runner: {function: planted-errors}
                parameters:
                  kind: {table: kinds.csv}
                  folder: "%s"
                cases:
                  - {block: all, table: kinds.csv}
                limits: {timeout: %s}
                execution: {partition: 1}
                """.formatted(folder, timeout));
        Files.writeString(folder.resolve("kinds.csv"), "kind\n" + String.join("\n", values) + "\n");
        return new RunRequest(file, List.of(), folder.resolve("out").toString(), null, 2, null, null, Rerun.MISSING);
    }

    private List<StatusRow> rows() throws IOException {
        return PlantedSweep.of(folder, "[1]").in(folder.resolve("out")).rows();
    }

    private static String kind(StatusRow row) {
        return String.valueOf(row.theCase().value(0));
    }

    @Test
    @Tag("ENG-15")
    @Tag("ENG-17")
    void run_everyKindOfCrash_costsItsOwnCaseAndNoOther() throws IOException {
        List<String> kinds = new ArrayList<>(COSTS.keySet());
        kinds.add("interrupts-itself");
        // The kinds whose threads must be given up come first and at once: their patience is the time of the test.
        kinds.sort(java.util.Comparator.comparing(kind -> !kind.equals("deaf")));

        RunSummary summary = casemill.run(sweep(kinds), RunObserver.NONE);

        assertThat(summary.failed()).isEqualTo(COSTS.size());
        assertThat(summary.completed()).isEqualTo(kinds.size() + 1);
        assertThat(summary.stopped()).isNull();
        assertThat(ExitCode.of(summary, sweep(kinds))).isEqualTo(ExitCode.FAILED);
        for (StatusRow row : rows()) {
            List<String> cost = COSTS.get(kind(row));
            ErrorClass errorClass = row.errorClass();
            assertThat(errorClass == null ? null : errorClass.id())
                    .as(kind(row))
                    .isEqualTo(cost == null ? null : cost.get(0));
            if (cost != null) {
                String message = Objects.requireNonNull(row.errorMessage());
                assertThat(message).startsWith(cost.get(1)).hasSizeLessThanOrEqualTo(4_000);
                assertThat(message.lines().count()).isLessThanOrEqualTo(100);
                assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(12_000);
            }
        }
    }

    @Test
    @Tag("ENG-24")
    void run_twoCasesWaitForEachOther_costsTheseTwo() throws IOException {
        RunRequest request = sweep(List.of("embrace-0", "fine", "embrace-1", "fine"), "1h");

        RunSummary summary = casemill.run(request, RunObserver.NONE);

        assertThat(summary.failed()).isEqualTo(2);
        assertThat(summary.completed()).isEqualTo(6);
        for (StatusRow row : rows()) {
            boolean waited = kind(row).startsWith("embrace");
            assertThat(row.errorClass()).as(kind(row)).isEqualTo(waited ? ErrorClass.DEADLOCK : null);
            if (waited) {
                assertThat(row.errorMessage())
                        .contains("waits for java.util.concurrent.locks.ReentrantLock", "-worker-");
            }
        }
    }

    @Test
    void run_theJvmFails_endsWithTheReasonAndKeepsWhatEnded() throws IOException {
        RunRequest request = sweep(List.of("fine", "fatal", "fine"));

        RunSummary summary = casemill.run(request, RunObserver.NONE);

        RunSummary.Stopped stopped = Objects.requireNonNull(summary.stopped());
        assertThat(stopped.message())
                .startsWith("Spark gave up the run: The Java process has failed with java.lang.UnknownError: planted in"
                        + " case 3; it takes no more cases and must be started again");
        assertThat(ExitCode.of(summary, request)).isEqualTo(ExitCode.INFRASTRUCTURE);
        Map<String, Long> classes = rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.errorClass() == null
                                ? row.status().id()
                                : kind(row) + " " + row.errorClass().id(),
                        Collectors.counting()));
        assertThat(classes).containsEntry("fatal crashed", 1L).doesNotContainKey("failed");
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.completed() + summary.pending()).isEqualTo(5);
    }
}

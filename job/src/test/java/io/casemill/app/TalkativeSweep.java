package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A sweep of {@link TalkativeFunction}, and what its lines in a log must carry. */
final class TalkativeSweep {
    private TalkativeSweep() {}

    /** Four cases. */
    static PlantedSweep in(Path folder, String out) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(Files.createDirectories(folder.resolve("talk")), "[1]")
                .in(folder.resolve(out));
        Files.writeString(
                sweep.file, "name: talk\nrunner: {function: talkative}\nparameters: {x: {values: [1, 2, 3, 4]}}\n");
        return sweep;
    }

    /** The texts of the lines of a case. */
    static List<String> said(StatusRow row) {
        long id = row.theCase().id();
        return List.of("case " + id + " itself", "helper of case " + id);
    }

    /** The ids of a row as the plain layout shows them. */
    static String ids(StatusRow row) {
        Execution execution = Objects.requireNonNull(row.execution());
        return String.format(
                " {run=%s, partition=%d, attempt=0.0, worker=%d, case=%d, correlation=%s}",
                run(execution),
                execution.placement().partition(),
                execution.worker(),
                row.theCase().id(),
                correlationId(row));
    }

    static String run(Execution execution) {
        return execution.placement().sessionId().replaceAll("-e1-p.*", "");
    }

    static String correlationId(StatusRow row) {
        Execution execution = Objects.requireNonNull(row.execution());
        return Case.correlationId(
                execution.placement().sessionId(), row.theCase().id());
    }

    /** Every case has its lines in a log of the plain layout, each with all ids. */
    static void assertLabelled(Path log, List<StatusRow> rows) throws IOException {
        List<String> lines = Files.readAllLines(log);
        assertThat(rows).hasSize(4).allSatisfy(row -> {
            for (String said : said(row)) {
                assertThat(lines)
                        .filteredOn(line -> line.contains(said))
                        .singleElement()
                        .asString()
                        .endsWith(ids(row));
            }
        });
    }
}

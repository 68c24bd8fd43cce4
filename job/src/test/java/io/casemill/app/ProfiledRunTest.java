package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profiled run on real Spark in this JVM. */
@Tag("ENG-22")
class ProfiledRunTest {

    private static RunRequest request(PlantedSweep sweep, RunRequest.Profiled profile) {
        return new RunRequest(
                sweep.file, List.of(), sweep.out.toString(), "local[2]", 0, null, null, Rerun.MISSING, profile);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void run_profileBelowAFile_isRefusedBeforeTheRun(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, PlantedSweep.numbers(1, 2));
        RunRequest request = request(sweep, new RunRequest.Profiled(sweep.file + "/here/there"));
        try (Casemill casemill = new Casemill()) {
            assertThatThrownBy(() -> casemill.run(request, RunObserver.NONE))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(sweep.file + " is a file; name a directory");
        }
    }

    @Test
    void run_profiled_leavesRecordingPageAndFigures(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, PlantedSweep.numbers(1, 300));
        RunSummary summary;
        RunSummary again;
        try (Casemill casemill = new Casemill()) {
            summary = casemill.run(request(sweep, new RunRequest.Profiled(null)), RunObserver.NONE);
            again = casemill.run(request(sweep, new RunRequest.Profiled(null)), RunObserver.NONE);
        }

        Path profile = sweep.out.resolve("profile/e000001");
        assertThat(names(profile)).containsExactly("driver.jfr", "profile.html", "profile.json");
        ProfileView view = Objects.requireNonNull(summary.profile());
        assertThat(view.trouble()).isNull();
        assertThat(view.page()).isEqualTo(profile + "/profile.html");
        assertThat(view.bottleneck()).contains(" of the workers' time; ");
        JsonNode json =
                new ObjectMapper().readTree(profile.resolve("profile.json").toFile());
        assertThat(json.at("/subject/runner").asText()).isEqualTo("function");
        assertThat(json.at("/workers").asInt()).isEqualTo(view.workers()).isPositive();
        long executed = 0;
        for (JsonNode worker : json.at("/recordings/0/workers")) {
            executed += worker.get("executed").asLong();
        }
        assertThat(executed).isEqualTo(300);
        assertThat(json.at("/speed_up").asDouble()).isEqualTo(view.speedUp()).isPositive();
        assertThat(json.at("/recordings/0/phases").findValuesAsText("name"))
                .containsExactly(
                        "plan: what is settled",
                        "plan: partitions",
                        "scatter",
                        "gather: segments",
                        "gather: parts",
                        "gather: publish");
        assertThat(Files.readString(profile.resolve("profile.html"))).contains("\"name\":\"planted\"");
        assertThat(Objects.requireNonNull(again.profile()).trouble()).contains("no case was left to run");
        assertThat(FlightRecorder.getFlightRecorder().getRecordings())
                .noneMatch(recording -> recording.getName().startsWith("casemill"));
    }

    @Test
    void run_profiledElsewhere_writesPageAndFiguresThere(@TempDir Path folder) throws IOException {
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2]");
        Path elsewhere = folder.resolve("pages");
        try (Casemill casemill = new Casemill()) {
            RunSummary summary =
                    casemill.run(request(sweep, new RunRequest.Profiled(elsewhere.toString())), RunObserver.NONE);

            assertThat(Objects.requireNonNull(summary.profile()).page()).isEqualTo(elsewhere + "/profile.html");
        }
        assertThat(names(elsewhere)).containsExactly("profile.html", "profile.json");
        assertThat(names(sweep.out.resolve("profile/e000001"))).containsExactly("driver.jfr");
    }
}

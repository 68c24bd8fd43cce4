package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.casemill.app.CommandLineTester.Result;
import io.casemill.executor.Trial;
import io.casemill.runner.Outcome;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("ENG-26")
class AdviseCommandTest {
    private final CommandLineTester tester = new CommandLineTester();

    AdviseCommandTest() {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            trials.add(AdviceTest.trial(i, 0.5, 0.5, 30_000_000));
        }
        tester.sweeps.pilot = AdviceTest.pilot(1_000_000, trials);
    }

    private static Trial failed(long id) {
        return new Trial(
                new Case(id, "k", "all", new Object[0]),
                Outcome.Failed.of(ErrorClass.CRASHED, "killed\u001b[31m\nby a signal"),
                1_000_000,
                -1,
                -1);
    }

    @Test
    void advise_printsFiguresProposalsAndWhatToTypeNext() {
        Result result = tester.run("advise", "a.yaml");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("test: ran 40 of 1,000,000 cases in 1.00 s, one after the other\n")
                .contains("  duration   mean 500 ms, median 500 ms, 90 % within 500 ms, slowest 500 ms\n")
                .contains("  CPU        50 % of that\n")
                .contains("  memory     up to 30 MB for one case\n")
                .contains("  workers    io (")
                .contains("): a case computes 50 % of its time\n")
                .contains("  chunk      1 case: as many as take 10 ms, at least one")
                .contains("  partition  up to 600 cases: 5 min 00 s of one core is what a lost task repeats\n")
                .contains(" on 64 cores with 128 workers (")
                .contains("  but        up to 8 % of the cases may be slower")
                .endsWith("""
                        Put into the sweep file:  execution: {workers: io, partition: 600}
                        Or: casemill run a.yaml --workers io --set execution.partition=600
                        """);
        assertThat(tester.sweeps.closed).isTrue();
    }

    @Test
    void advise_json_isOneObject() throws Exception {
        Result result = tester.run("advise", "a.yaml", "--format", "json", "--cores", "10");

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(result.out().lines()).hasSize(1);
        assertThat(json.path("sweep").asText()).isEqualTo("test");
        assertThat(json.path("cases").asLong()).isEqualTo(1_000_000);
        assertThat(json.path("cpu_share").asDouble()).isEqualTo(0.5);
        assertThat(json.path("duration_s").path("p90").asDouble()).isEqualTo(0.5);
        assertThat(json.path("workers").asText()).isEqualTo("io");
        assertThat(json.path("partition").asLong()).isEqualTo(600);
        assertThat(json.path("allocated_bytes").isNull()).isTrue();
        assertThat(json.path("time").path(1).path("cores").asInt()).isEqualTo(10);
        assertThat(json.path("execution").asText()).isEqualTo("execution: {workers: io, partition: 600}");
    }

    @Test
    void advise_someFailed_saysSoInertly() {
        List<Trial> trials = new ArrayList<>(tester.sweeps.pilot.trials());
        trials.add(failed(40));
        tester.sweeps.pilot = AdviceTest.pilot(1_000, trials);

        Result result = tester.run("advise", "a.yaml");

        assertThat(result.out()).contains("  failed     1 of 41, such as crashed: killed\\x1b[31m\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void advise_allFailed_exitsOne() {
        tester.sweeps.pilot = AdviceTest.pilot(1_000, List.of(failed(1), failed(2)));

        assertThat(tester.run("advise", "a.yaml").code()).isEqualTo(1);
    }

    @Test
    void advise_noCaseEnded_isInvalidInputWithTheRemedy() {
        tester.sweeps.pilot = new Pilot(
                "test",
                9,
                9,
                true,
                List.of(new Trial(new Case(2, "k", "all", new Object[0]), new Outcome.Cancelled(), 1, 0, -1)),
                Duration.ofSeconds(60),
                0);

        Result result = tester.run("advise", "a.yaml", "--time", "60");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("No case ended within 60 s").contains("--time");
    }

    @ParameterizedTest
    @CsvSource({"--pilot, 0", "--pilot, 1001", "--time, 0", "--cores, 0", "--format, xml", "--pilot, many"})
    void advise_badOption_isRefusedBeforeAnythingRuns(String option, String value) {
        Result result = tester.run("advise", "a.yaml", option, value);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(option);
        assertThat(tester.sweepsMade).hasValue(0);
    }
}

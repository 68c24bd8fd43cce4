package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import io.casemill.sweep.RunnerDefinition.Keep;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import io.casemill.sweep.SweepDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs no simulator. */
class NgspiceLogTest {
    private static String[] read(String stdout) {
        String[] found = new String[2];
        new NgspiceLog(List.of("Gain1K", "trise")).readMeasures(stdout, found);
        return found;
    }

    @Test
    void readMeasures_anyCaseAndLayout_lastOneCounts() {
        assertThat(read("gain1k              =  -1.4e+00 at= 1\nTRISE=2e-6 targ= 3 trig= 4\ngain1k = 7\nx = 1\n = 2\n"))
                .containsExactly("7", "2e-6");
        assertThat(read("gain1k = failed\n meas tran trise when v(out)=5 failed!\n"))
                .containsExactly("failed", null);
    }

    @Test
    void failure_recoveredSingularMatrix_isNone() {
        assertThat(NgspiceLog.failure("Warning: singular matrix:  check node a\nNote: gmin stepping completed\n", ""))
                .isNull();
    }

    @Test
    void failure_aborted_mostTellingLineWins() {
        String stderr = """
                Note: x
                Trying gmin =   1.0E-03 Warning: singular matrix:  check node a
                doAnalyses: TRAN:  Timestep too small
                run simulation(s) aborted
                """;
        assertThat(NgspiceLog.failure(stderr, "")).isEqualTo("Warning: singular matrix:  check node a");
        assertThat(NgspiceLog.failure("doAnalyses: iteration limit reached\n", ""))
                .isEqualTo("doAnalyses: iteration limit reached");
    }

    @Test
    void missingSimulator_isUnavailableWithTheRemedy() {
        Ngspice definition = new Ngspice("deck.cir", List.of("y"), Keep.NONE, "no-such-ngspice", null);
        SweepDefinition sweep = TestCases.sweep(definition, Limits.DEFAULT, List.of("y"), "deck.cir");
        assertThat(Runners.check(sweep))
                .singleElement()
                .asString()
                .contains("no-such-ngspice", "apt-get install ngspice");
        assertThat(NgspiceVersion.ask("true")).isEmpty();
        try (Supervisor supervisor = new Supervisor();
                Runner runner = Runners.open(sweep, List.of(), name -> null, supervisor)) {
            Path none = Path.of("none");
            Outcome outcome = runner.run(TestCases.of(0), new TestCases.Context(Duration.ofSeconds(9), none, none));
            assertThat(((Failed) outcome).errorClass()).isEqualTo(ErrorClass.UNAVAILABLE);
            assertThat(((Failed) outcome).message()).contains("apt-get install ngspice");
        }
    }

    @Test
    void withoutStatistics_keepsTheCircuitsWordsOnly() {
        String log = """
                Doing analysis at TEMP = 27

                Total analysis time (seconds) = 0.012
                Total DRAM available = 24063.266 MB.
                Stack = 0 bytes.
                 Reference value :  1.37298e-01
                singular matrix: check node v1#branch
                """;

        assertThat(NgspiceLog.withoutStatistics(log))
                .isEqualTo("Doing analysis at TEMP = 27\n\nsingular matrix: check node v1#branch\n");
    }
}

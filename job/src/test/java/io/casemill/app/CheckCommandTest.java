package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import io.casemill.app.Independence.Dependence;
import io.casemill.app.Independence.On;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ENG-28")
class CheckCommandTest {
    private final CommandLineTester tester = new CommandLineTester();

    @Test
    void check_independentCases_exitsZero() {
        Result result = tester.run("check", "beam.yaml", "--set", "seed=7");

        assertThat(result.out()).isEqualTo("beam: 20 cases checked, none depends on others\n");
        assertThat(result.code()).isZero();
        assertThat(tester.sweeps.requests.get(0).overrides()).containsExactly("seed=7");
    }

    @Test
    void check_dependentCases_showsBothValuesAndExitsOne() {
        tester.sweeps.independence = new Independence(
                "beam",
                18,
                2,
                List.of(
                        new Dependence(4, On.EARLIER_CASES, "y = 1.0", "y = 3.0"),
                        new Dependence(9, On.ITSELF, "completed", "error\u001b[31m")));

        Result result = tester.run("check", "runs/beam");

        assertThat(result.code()).isEqualTo(1);
        assertThat(tester.sweeps.checked).containsExactly("runs/beam");
        assertThat(result.out()).isEqualTo("""
                beam: 18 cases checked, 2 not independent
                  2 cases could not be compared: out of time, or the machine failed them

                case_id  alone      otherwise
                      4  y = 1.0    y = 3.0        after others
                      9  completed  error\\x1b[31m  alone again

                alone again: the result depends on chance, the time, or what outlives a case, such as a static field or a\
                 file elsewhere; seed it from a parameter, write inside the case's directory
                after others: something is kept from case to case; reset it at the start of each case
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1001", "x"})
    void check_badSample_isRefused(String sample) {
        Result result = tester.run("check", "beam.yaml", "--sample", sample);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--sample");
        assertThat(tester.sweepsMade).hasValue(0);
    }

    @Test
    void check_overrideOfARunDirectory_isRefused() {
        Result result = tester.run("check", "runs/beam", "--set", "seed=7");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--set belongs to a sweep file");
    }
}

package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.CommandLineTester.Result;
import io.casemill.app.RunRequest.Profiled;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code run --profile} asks for and prints. */
@Tag("ENG-22")
class ProfileOptionTest {
    private final CommandLineTester tester = new CommandLineTester();

    @Test
    void profile_takesOnlyWhatIsAttached() {
        tester.run("run", "--profile", "a.yaml");
        tester.run("run", "a.yaml", "--profile");
        tester.run("run", "a.yaml", "--profile=some/where", "-j", "2");
        tester.run("run", "a.yaml");

        assertThat(tester.sweeps.requests)
                .extracting(RunRequest::profile)
                .containsExactly(new Profiled(null), new Profiled(null), new Profiled("some/where"), null);
        assertThat(tester.sweeps.requests).extracting(RunRequest::sweepFile).containsOnly(Path.of("a.yaml"));
    }

    @Test
    void summary_namesBottleneckSpeedUpAndPage() {
        tester.sweeps.summary = tester.sweeps.summary.with(new ProfileView(
                "external processes: 93 % of the workers' time; profile the \u001b[31mprograms",
                2, 1.87, 0.935, "runs/quickstart/profile/e000001/profile.html", null));

        assertThat(tester.run("run", "a.yaml").out()).contains("""
                          table      runs/quickstart/master/current (version 1)
                          bottleneck external processes: 93 % of the workers' time; profile the \\x1b[31mprograms
                          speed-up   1.87 against one worker, 2 workers ran the cases, efficiency 94 %
                          profile    runs/quickstart/profile/e000001/profile.html
                        """);
    }

    @Test
    void summary_whatWasNotMeasured_saysSo() {
        tester.sweeps.summary = tester.sweeps.summary.with(new ProfileView(null, 0, null, null, "page.html", null));

        assertThat(tester.run("run", "a.yaml").out())
                .contains("  bottleneck not measured\n  speed-up   not measured\n  profile    page.html\n");
    }

    @Test
    void summary_profileFailed_saysWhyAndChangesNoExitCode() {
        tester.sweeps.summary =
                FakeSweeps.summary(1, 1, 0, 0, 0, 1, 0, 0, null).with(ProfileView.failed("no flight recorder"));

        Result result = tester.run("run", "a.yaml");

        assertThat(result.out()).contains("  profile    not made: no flight recorder\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void help_showsThatTheDirectoryIsAttached() {
        assertThat(tester.run("run", "--help").out())
                .contains("--profile[=DIR]")
                .contains("  casemill run lowpass.yaml --profile\n");
    }
}

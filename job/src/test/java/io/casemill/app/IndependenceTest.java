package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.app.Independence.Dependence;
import io.casemill.app.Independence.On;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Planted dependences between cases are found, and what is clean passes; cases run outside of any run leave nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("ENG-28")
class IndependenceTest {
    private final Casemill casemill = new Casemill();

    @AfterAll
    void stop() {
        casemill.close();
    }

    private static RunRequest request(Path folder, String sweep) throws IOException {
        return RunRequest.of(Files.writeString(folder.resolve("sweep.yaml"), sweep));
    }

    @Test
    void check_aModelThatKeepsState_isFound(@TempDir Path folder) throws IOException {
        Independence found = casemill.check(request(folder, """
                name: leaky
                runner: {function: leaky}
                parameters: {x: {range: {from: 1, to: 100}}}
                """), 10);

        assertThat(found.compared()).isEqualTo(10);
        assertThat(found.found())
                .hasSize(10)
                .allSatisfy(each -> assertThat(each.on()).isEqualTo(On.EARLIER_CASES))
                .allSatisfy(each -> assertThat(each.alone()).isEqualTo("y = " + (each.caseId() + 1.0)))
                .allSatisfy(each -> assertThat(each.otherwise()).isNotEqualTo(each.alone()));
    }

    @Test
    void check_aProgramThatWritesToASharedFile_isFound(@TempDir Path folder) throws IOException {
        Path shared = folder.resolve("shared.txt");
        Independence found = casemill.check(request(folder, """
                name: shared
                runner:
                  command:
                    argv: [sh, -c, "echo ${x} >> %1$s; echo y = $(wc -l < %1$s)"]
                    outputs: {y: {key: y}}
                parameters: {x: {range: {from: 1, to: 100}}}
                """.formatted(shared)), 4);

        assertThat(found.found()).hasSize(4).extracting(Dependence::on).containsOnly(On.ITSELF);
    }

    @Test
    void check_builtIns_pass() throws IOException {
        Path examples = Path.of("..", "conf", "examples");

        assertThat(casemill.check(RunRequest.of(examples.resolve("quickstart.yaml")), 20)
                        .found())
                .isEmpty();
        assertThat(casemill.check(RunRequest.of(examples.resolve("cantilever/builtin.yaml")), 20)
                        .found())
                .isEmpty();
    }

    @Test
    void check_aRunDirectory_comparesWithThePublishedRows(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("mended"));
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, -4, -1, 0]");
        casemill.run(sweep.request(Rerun.MISSING), RunObserver.NONE);

        Independence clean = casemill.check(sweep.out.toString(), 10);
        Files.delete(folder.resolve("mended"));
        Independence changed = casemill.check(sweep.out.toString(), 10);

        assertThat(clean.compared()).isEqualTo(5);
        assertThat(clean.found()).isEmpty();
        assertThat(changed.found())
                .containsExactly(new Dependence(2, On.THE_RUN, "error, y = NaN", "completed, y = 4.0"));
    }

    @Test
    void check_aDirectoryWithoutATable_isRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> casemill.check(folder.toString(), 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no run directory");
    }

    @Test
    @Tag("ENG-26")
    void pilot_runsASpreadSampleAndLeavesNothing(@TempDir Path folder) throws IOException {
        RunRequest request = request(folder, """
                name: piloted
                runner: {function: leaky}
                parameters: {x: {range: {from: 1, to: 1000}}}
                where: "x % 2 = 0"
                """);

        Pilot pilot = casemill.pilot(request, 10, Duration.ofMinutes(1));

        assertThat(pilot.planned()).isEqualTo(500);
        assertThat(pilot.trials().stream().map(trial -> trial.theCase().id() / 100))
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(pilot.allocatedBytes()).isPresent();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(request.sweepFile());
        }
        assertThat(Path.of("runs", "piloted")).doesNotExist();
    }

    @Test
    @Tag("ENG-26")
    void pilot_ofNoCase_isRefused(@TempDir Path folder) throws IOException {
        RunRequest request =
                request(folder, "name: none\nrunner: {function: leaky}\nparameters: {x: [1, 2]}\nwhere: x > 5\n");

        assertThatThrownBy(() -> casemill.pilot(request, 10, Duration.ofMinutes(1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no case meets its conditions");
    }

    @Test
    @Tag("ENG-26")
    void pilot_ofABadExpression_isRefusedWithItsPlace(@TempDir Path folder) throws IOException {
        RunRequest request =
                request(folder, "name: none\nrunner: {function: leaky}\nparameters: {x: [1, 2]}\nwhere: nope > 5\n");

        assertThatThrownBy(() -> casemill.pilot(request, 10, Duration.ofMinutes(1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nope");
    }
}

package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.InputFile;
import io.casemill.sweep.OutputDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example sweeps say what their comments say. */
final class ExamplesTest {
    private final Path work;

    ExamplesTest(@TempDir Path work) {
        this.work = work;
    }

    private SweepDefinition load(String name) {
        return SweepFile.load(Path.of("..", "conf", "examples", name), List.of(), SweepFixture.functions(), work);
    }

    private static double[][] cases(SweepDefinition definition) {
        Sweep sweep = Sweep.of(definition, TableSource.none());
        double[][] cases = new double[(int) sweep.size()][];
        for (int i = 0; i < cases.length; i++) {
            Object[] values = new Object[definition.parameters().size()];
            sweep.at(i, values);
            cases[i] = new double[values.length];
            for (int j = 0; j < values.length; j++) {
                cases[i][j] = ((Number) values[j]).doubleValue();
            }
        }
        return cases;
    }

    @Test
    void quickstart_hasTenThousandCasesAndAYieldThatFallsWithTheGrade() {
        SweepDefinition definition = load("quickstart.yaml");
        OutputDefinition fc = definition.outputs().get(0);
        assertThat(fc.name()).isEqualTo("fc");
        double[][] cases = cases(definition);
        assertThat(cases).hasNumberOfRows(10_000);
        int[] passed = new int[5];
        for (int i = 0; i < cases.length; i++) {
            double r = cases[i][0];
            double c = 10e-9 * (1 + cases[i][1] * cases[i][2]);
            passed[i / 2_000] += fc.accepts(1 / (2 * Math.PI * r * c)) ? 1 : 0;
        }
        assertThat(passed[0]).isEqualTo(2_000);
        assertThat(passed[3]).isBetween(1_500, 1_900);
        assertThat(passed[4]).isBetween(800, 1_300);
    }

    @Test
    void lowpass_hasCornersAndMonteCarlo() {
        SweepDefinition definition = load("lowpass/lowpass.yaml");
        assertThat(cases(definition)).hasNumberOfRows(9 + 600);
        assertThat(definition.inputs().stream().map(InputFile::path)).containsExactly("lowpass.cir");
    }

    @Test
    void cantilever_isTheSameCasesForTheProgramAndTheBuiltInModel() {
        double[][] program = cases(load("cantilever/cantilever.yaml"));
        assertThat(program).hasNumberOfRows(600).isDeepEqualTo(cases(load("cantilever/builtin.yaml")));
        double mean = 0;
        for (double[] beam : program) {
            mean += (600 * beam[3] / (2.5 * 2.5 * 2.5) + 600 * beam[2] / (2.5 * 2.5 * 2.5) - beam[4]) / 600;
        }
        // Exact mean and standard deviation of the margin are 17600 and 5787.
        assertThat(mean).isBetween(17_600 - 4 * 5_787 / Math.sqrt(600), 17_600 + 4 * 5_787 / Math.sqrt(600));
        assertThat(load("cantilever/cantilever.yaml").inputs().stream().map(InputFile::path))
                .containsExactlyInAnyOrder("input.tmpl", "cantilever.py");
    }

    @Test
    @Tag("ENG-28")
    void beam_isTheLoopBesideIt() {
        SweepDefinition definition = load("beam/beam.yaml");
        double[][] beams = cases(definition);

        assertThat(beams).hasNumberOfRows(3 * 20);
        assertThat(Arrays.stream(beams).map(beam -> beam[0]).distinct()).containsExactly(2.0, 2.5, 3.0);
        assertThat(definition.inputs().stream().map(InputFile::path))
                .containsExactlyInAnyOrder("input.tmpl", "beam.py");
    }

    @Test
    void ladder_hasALimitThatFewSectionsMissAndManyMeet() {
        SweepDefinition definition = load("ladder.yaml");
        OutputDefinition t50 = definition.outputs().stream()
                .filter(output -> output.name().equals("t50"))
                .findFirst()
                .orElseThrow();
        assertThat(cases(definition)).hasNumberOfRows(9);
        assertThat(t50.accepts(1e-9 * Math.log(2))).isFalse();
        assertThat(t50.accepts(0.3787e-9)).isTrue();
    }
}

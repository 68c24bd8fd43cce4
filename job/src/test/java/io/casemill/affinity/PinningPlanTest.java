package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-06")
class PinningPlanTest {

    private static List<Integer> plan(String cpus, int workers) {
        PinningPlan plan = PinningPlan.of(
                CpuSet.parse(cpus).cpus().stream().map(Cpu::unknown).toList(), workers);
        return IntStream.range(0, workers).mapToObj(plan::cpu).toList();
    }

    @Test
    void each_worker_gets_a_cpu_of_its_own() {
        assertThat(plan("2,5,7", 2)).containsExactly(2, 5);
    }

    @Test
    void cpus_serve_several_workers_evenly_when_there_are_more_of_these() {
        assertThat(plan("2,5", 4)).containsExactly(2, 2, 5, 5);
        assertThat(plan("0-3", 6)).containsExactly(0, 0, 1, 2, 2, 3);
        assertThat(plan("3", 3)).containsExactly(3, 3, 3);
    }

    @Test
    void without_cpus_nobody_is_pinned() {
        assertThat(plan("", 2)).containsExactly(-1, -1);
        assertThat(PinningPlan.of(List.of(), 2)).isEqualTo(PinningPlan.UNPINNED);
    }
}

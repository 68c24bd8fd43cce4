package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-06")
class PinningPlanTest {

    private final CpuSet cpus = new CpuSet(List.of(2, 5, 7));

    @Test
    void each_worker_gets_a_cpu_of_its_own() {
        PinningPlan plan = PinningPlan.of(cpus, 2);

        assertThat(List.of(plan.cpu(0), plan.cpu(1))).containsExactly(2, 5);
    }

    @Test
    void nobody_is_pinned_when_workers_outnumber_cpus() {
        assertThat(PinningPlan.of(cpus, 4).cpu(3)).isEqualTo(-1);
        assertThat(PinningPlan.of(cpus, 4)).isEqualTo(PinningPlan.UNPINNED);
    }
}

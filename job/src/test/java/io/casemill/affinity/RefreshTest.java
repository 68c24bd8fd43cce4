package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The CPUs of a living executor change. */
@Tag("ENG-07")
@Timeout(60)
class RefreshTest {

    private final Path folder;
    private final List<String> pinned = new ArrayList<>();
    private CpuSet allowed = CpuSet.parse("0-3");

    RefreshTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Pinning open(Affinity mode, int workers, Host.Cpus cpus) {
        return Pinning.open(mode, workers, workers, new Host(cpus, this::topology, folder, Obedient::new));
    }

    /** Two nodes, 0-3 and 4-7. */
    private Topology topology() {
        return new Topology(CpuSet.parse("0-7").cpus().stream()
                .map(cpu -> new Cpu(cpu, cpu / 4, cpu / 4 * 4, cpu))
                .toList());
    }

    private final class Obedient implements Pinner {
        @Override
        public void pin(CpuSet cpus) {
            pinned.add(cpus.toString());
        }

        @Override
        public CpuSet inForce() {
            return CpuSet.parse(pinned.get(pinned.size() - 1));
        }
    }

    @Test
    void nothing_changed_nothing_is_planned() {
        try (Pinning pinning = open(Affinity.REQUIRED, 2, () -> allowed)) {
            PinningPlan before = pinning.plan();

            assertThat(pinning.refresh()).isFalse();
            assertThat(pinning.plan()).isSameAs(before);
        }
    }

    @Test
    void workers_move_to_the_new_cpus_and_the_old_ones_are_free() throws IOException {
        try (Pinning pinning = open(Affinity.REQUIRED, 2, () -> allowed)) {
            pinning.pin(0);
            allowed = CpuSet.parse("3-7");

            assertThat(pinning.refresh()).isTrue();
            assertThat(pinning.pin(0)).isEqualTo(4);
            assertThat(pinning.pin(1)).isEqualTo(5);
            assertThat(pinning.plan().cpus()).extracting(Cpu::node).containsExactly(1, 1);
            assertThat(CoreLeases.free(folder, CpuSet.parse("0-7"))).hasToString("0-3,6-7");
        }
        assertThat(pinned).containsExactly("0", "4", "5");
    }

    @Test
    void workers_that_find_too_few_cpus_are_let_loose_in_best_effort() throws IOException {
        try (Pinning pinning = open(Affinity.BEST_EFFORT, 2, () -> allowed);
                CoreLeases another = new CoreLeases(folder)) {
            pinning.pin(0);
            another.renew(CpuSet.parse("6-7"), free -> free);
            allowed = CpuSet.parse("5-7");

            assertThat(pinning.refresh()).isTrue();
            assertThat(pinning.plan()).isEqualTo(PinningPlan.UNPINNED);
            assertThat(pinning.pin(0)).isEqualTo(-1);
            assertThat(CoreLeases.free(folder, CpuSet.parse("0-7"))).hasToString("0-5");
        }
        assertThat(pinned).containsExactly("0", "5-7");
    }

    @Test
    void too_few_cpus_are_an_error_each_time_when_required() {
        try (Pinning pinning = open(Affinity.REQUIRED, 2, () -> allowed)) {
            PinningPlan before = pinning.plan();
            allowed = CpuSet.parse("7");

            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(pinning::refresh)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("was given 2 cores, but its process may use 1 CPUs (7)");
            }
            assertThat(pinning.plan()).isSameAs(before);
        }
    }

    @Test
    void a_system_that_does_not_say_is_asked_again_in_best_effort() {
        List<CpuSet> answers = new ArrayList<>();
        try (Pinning pinning = open(Affinity.BEST_EFFORT, 1, () -> {
            if (answers.isEmpty()) {
                throw new IOException("no /proc");
            }
            return answers.get(0);
        })) {
            assertThat(pinning.plan()).isEqualTo(PinningPlan.UNPINNED);
            answers.add(allowed);
            assertThat(pinning.refresh()).isTrue();
            assertThat(pinning.plan().cpu(0)).isZero();
        }
    }

    @Test
    void a_closed_pinning_takes_no_core_again() throws IOException {
        Pinning pinning = open(Affinity.REQUIRED, 1, () -> allowed);
        pinning.close();
        allowed = CpuSet.parse("4-7");

        assertThat(pinning.refresh()).isFalse();
        assertThat(CoreLeases.free(folder, allowed)).isEqualTo(allowed);
    }

    @Test
    void a_living_process_follows_taskset() throws Exception {
        CpuSet both = CpuSet.allowed();
        assumeTrue(both.size() > 1, "two CPUs");
        try (AffinityProbe.Running probe = AffinityProbe.start(both, folder)) {
            String[] before = probe.line().split(" ", -1);
            assertThat(before[0]).isEqualTo(both.toString());
            assertThat(before[2]).isEqualTo(before[1]);
            int other = both.cpus().stream()
                    .filter(cpu -> cpu != Integer.parseInt(before[1]))
                    .findFirst()
                    .orElseThrow();

            probe.allow(new CpuSet(List.of(other)));
            probe.ask();

            assertThat(probe.line()).isEqualTo(other + " " + other + " " + other);
        }
    }
}

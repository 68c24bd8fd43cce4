package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-06")
@Timeout(60)
class PinningTest {

    private static final CpuSet ALLOWED = new CpuSet(List.of(4, 6));

    private final Path folder;

    PinningTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final List<String> pinned = new ArrayList<>();

    /** What the process may use. */
    private CpuSet allowed = ALLOWED;

    /** A system that does as it is told. */
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

    /** A system without thread affinity. */
    private static final class Deaf implements Pinner {
        @Override
        public void pin(CpuSet cpus) {}

        @Override
        public CpuSet inForce() {
            return ALLOWED;
        }
    }

    private Pinning open(Affinity mode, int workers, Pinner pinner) {
        return open(mode, workers, workers, () -> pinner);
    }

    private Pinning open(Affinity mode, int workers, int cores, Supplier<Pinner> pinner) {
        return Pinning.open(
                mode, workers, cores, new Host(() -> allowed, () -> new Topology(List.of()), folder, pinner));
    }

    @Test
    void workers_are_pinned_to_cpus_of_their_own() {
        try (Pinning pinning = open(Affinity.REQUIRED, 2, new Obedient())) {
            assertThat(pinning.pin(0)).isEqualTo(4);
            assertThat(pinning.pin(1)).isEqualTo(6);
        }
        assertThat(pinned).containsExactly("4", "6");
    }

    @Test
    void off_takes_no_core_and_loads_nothing() {
        Host untouchable = new Host(
                () -> {
                    throw new IOException("must not be asked");
                },
                () -> {
                    throw new AssertionError("must not be read");
                },
                folder,
                () -> {
                    throw new AssertionError("must not be made");
                });
        try (Pinning pinning = Pinning.open(Affinity.OFF, 2, 2, untouchable)) {
            assertThat(pinning.pin(0)).isEqualTo(-1);
            assertThat(pinning.refresh()).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void workers_beyond_the_cores_share_these() {
        try (Pinning pinning = open(Affinity.REQUIRED, 4, 2, Obedient::new)) {
            assertThat(IntStream.range(0, 4).map(pinning::pin)).containsExactly(4, 4, 6, 6);
        }
    }

    @Test
    void workers_that_share_take_no_more_cores_than_the_executor_was_given() {
        try (Pinning first = open(Affinity.REQUIRED, 3, 1, Obedient::new);
                Pinning second = open(Affinity.REQUIRED, 3, 1, Obedient::new)) {
            assertThat(IntStream.range(0, 3).map(first::pin)).containsOnly(4);
            assertThat(IntStream.range(0, 3).map(second::pin)).containsOnly(6);
        }
    }

    @Test
    void cpus_fewer_than_cores_are_shared_in_best_effort() {
        try (Pinning pinning = open(Affinity.BEST_EFFORT, 3, new Obedient())) {
            assertThat(IntStream.range(0, 3).map(pinning::pin)).containsExactly(4, 4, 6);
        }
    }

    @Test
    void cpus_fewer_than_cores_are_an_error_with_a_remedy_when_required() {
        assertThatThrownBy(() -> open(Affinity.REQUIRED, 3, new Obedient()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot pin workers to cores of their own: This executor was given 3 cores, but its process"
                        + " may use 2 CPUs (4,6); use at most that many cores, or set affinity: best-effort");
    }

    @Test
    void cores_of_another_executor_are_left_alone() {
        try (Pinning first = open(Affinity.REQUIRED, 1, new Obedient());
                Pinning second = open(Affinity.REQUIRED, 1, new Obedient());
                Pinning third = open(Affinity.BEST_EFFORT, 1, new Obedient())) {
            assertThat(first.plan().cpu(0)).isEqualTo(4);
            assertThat(second.plan().cpu(0)).isEqualTo(6);
            assertThat(third.plan()).isEqualTo(PinningPlan.UNPINNED);
            assertThatThrownBy(() -> open(Affinity.REQUIRED, 1, new Obedient()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot pin 1 workers to 1 CPUs: 0 of the CPUs 4,6 are free");
        }
    }

    @Test
    void a_mask_that_is_not_in_force_is_an_error_when_required_and_no_core_otherwise() {
        try (Pinning required = open(Affinity.REQUIRED, 1, new Deaf());
                Pinning bestEffort = open(Affinity.BEST_EFFORT, 1, new Deaf())) {
            assertThatThrownBy(() -> required.pin(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Cannot pin worker 0 to CPU 4: the mask in force is '4,6'");
            assertThat(bestEffort.pin(0)).isEqualTo(-1);
        }
    }

    @Test
    void a_native_library_that_does_not_load_is_survived_in_best_effort() {
        try (Pinning pinning = open(Affinity.BEST_EFFORT, 1, 1, () -> {
            throw new UnsatisfiedLinkError("no jnidispatch");
        })) {
            assertThatCode(() -> pinning.pin(0)).doesNotThrowAnyException();
            assertThat(pinning.pin(0)).isEqualTo(-1);
        }
    }

    @Test
    void the_pin_is_in_force_and_child_processes_inherit_it() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "Linux");
        CompletableFuture<String> seenByChild = new CompletableFuture<>();
        try (Pinning pinning = Pinning.open(Affinity.REQUIRED, 1, 1, AffinityProbe.host(folder))) {
            Thread thread = new Thread(() -> {
                try {
                    int cpu = pinning.pin(0);
                    Process child = new ProcessBuilder("grep", "Cpus_allowed_list", "/proc/self/status").start();
                    try (BufferedReader out = child.inputReader()) {
                        seenByChild.complete(cpu + " " + out.readLine());
                    }
                } catch (IOException | RuntimeException e) {
                    seenByChild.completeExceptionally(e);
                }
            });
            thread.start();
            int cpu = pinning.plan().cpu(0);
            assertThat(seenByChild.get()).isEqualTo(cpu + " Cpus_allowed_list:\t" + cpu);
            thread.join();
        }
    }

    @Test
    void a_process_uses_only_the_cpus_it_is_allowed_and_its_lease_dies_with_it() throws Exception {
        int last = CpuSet.allowed().cpus().get(CpuSet.allowed().size() - 1);
        CpuSet core = new CpuSet(List.of(last));
        try (AffinityProbe.Running probe = AffinityProbe.start(core, folder)) {
            assertThat(probe.line()).isEqualTo(last + " " + last + " " + last);
            assertThat(CoreLeases.free(folder, core).size()).isZero();
        }
        assertThat(CoreLeases.free(folder, core)).isEqualTo(core);
    }

    @Test
    void modes_are_read_by_the_names_that_users_write() {
        assertThat(Affinity.parse("best-effort")).isEqualTo(Affinity.BEST_EFFORT);
        assertThatThrownBy(() -> Affinity.parse("maybe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid affinity 'maybe': write one of off, best-effort, required");
    }
}

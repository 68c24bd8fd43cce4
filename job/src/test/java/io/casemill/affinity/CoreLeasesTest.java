package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-06")
class CoreLeasesTest {

    private final CpuSet cpus = new CpuSet(List.of(0, 3, 4));

    private final Path folder;

    CoreLeasesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static UnaryOperator<CpuSet> first(int wanted) {
        return free -> new CpuSet(free.cpus().subList(0, Math.min(wanted, free.size())));
    }

    private CoreLeases acquire(int wanted) throws IOException {
        CoreLeases leases = new CoreLeases(folder);
        leases.renew(cpus, first(wanted));
        return leases;
    }

    @Test
    void two_owners_never_hold_the_same_cpu() throws IOException {
        try (CoreLeases first = acquire(2);
                CoreLeases second = acquire(2)) {
            assertThat(first.cpus().cpus()).containsExactly(0, 3);
            assertThat(second.cpus().cpus()).containsExactly(4);
        }
    }

    @Test
    void a_look_takes_nothing() throws IOException {
        try (CoreLeases first = acquire(1)) {
            assertThat(CoreLeases.free(folder, cpus).cpus()).containsExactly(3, 4);
            assertThat(CoreLeases.free(folder, cpus).cpus()).containsExactly(3, 4);
            assertThat(first.cpus().cpus()).containsExactly(0);
        }
    }

    @Test
    void a_renewal_may_keep_what_is_held_and_gives_back_what_it_does_not_choose() throws IOException {
        try (CoreLeases leases = acquire(2)) {
            leases.renew(new CpuSet(List.of(3, 4)), first(2));

            assertThat(leases.cpus().cpus()).containsExactly(3, 4);
            assertThat(CoreLeases.free(folder, cpus).cpus()).containsExactly(0);
        }
    }

    @Test
    void a_renewal_that_fails_changes_nothing() throws IOException {
        try (CoreLeases leases = acquire(1)) {
            assertThatThrownBy(() -> leases.renew(cpus, free -> {
                        throw new IllegalStateException("too few");
                    }))
                    .hasMessage("too few");

            assertThat(leases.cpus().cpus()).containsExactly(0);
            assertThat(CoreLeases.free(folder, cpus).cpus()).containsExactly(3, 4);
        }
    }

    @Test
    void closed_leases_are_free_again() throws IOException {
        CoreLeases first = acquire(3);
        first.close();
        first.close();

        try (CoreLeases second = acquire(3)) {
            assertThat(second.cpus()).isEqualTo(cpus);
        }
    }

    @Test
    void a_planted_link_is_not_followed() throws IOException {
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("casemill-cpu-0.lock"), target);
        Files.createSymbolicLink(folder.resolve("casemill-cpus.lock"), target);

        try (CoreLeases leases = acquire(3)) {
            assertThat(leases.cpus().cpus()).containsExactly(3, 4);
        }
    }
}

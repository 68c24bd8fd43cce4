package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-06")
class CoreLeasesTest {

    private final CpuSet cores = new CpuSet(List.of(0, 3, 4));

    private final Path folder;

    CoreLeasesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void two_owners_never_hold_the_same_core() throws IOException {
        try (CoreLeases first = CoreLeases.acquire(folder, cores, 2);
                CoreLeases second = CoreLeases.acquire(folder, cores, 2)) {
            assertThat(first.cores().cpus()).containsExactly(0, 3);
            assertThat(second.cores().cpus()).containsExactly(4);
        }
    }

    @Test
    void closed_leases_are_free_again() throws IOException {
        CoreLeases first = CoreLeases.acquire(folder, cores, 3);
        first.close();
        first.close();

        try (CoreLeases second = CoreLeases.acquire(folder, cores, 3)) {
            assertThat(second.cores()).isEqualTo(cores);
        }
    }

    @Test
    void a_planted_link_is_not_followed() throws IOException {
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("casemill-cpu-0.lock"), target);

        try (CoreLeases leases = CoreLeases.acquire(folder, cores, 3)) {
            assertThat(leases.cores().cpus()).containsExactly(3, 4);
        }
    }
}

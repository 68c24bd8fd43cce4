package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-06")
@Tag("ENG-07")
class CpuChoiceTest {

    private final Path system;

    CpuChoiceTest(@TempDir Path system) {
        this.system = system;
    }

    private static CpuSet cpus(String list) {
        return CpuSet.parse(list);
    }

    private static String choose(Topology topology, String allowed, String free, int wanted) {
        return CpuChoice.choose(topology, cpus(allowed), cpus(free), wanted).toString();
    }

    @Test
    void an_executor_fits_into_the_smallest_neighbourhood_that_is_large_enough() {
        Topology topology = SimulatedMachine.of(system, 2, 2, 4, 1);

        assertThat(choose(topology, "0-15", "0-15", 4)).isEqualTo("0-3");
        assertThat(choose(topology, "0-15", "0-15", 8)).isEqualTo("0-7");
        // Of complexes with 3, 4, 4 and 2 free CPUs.
        assertThat(choose(topology, "0-15", "1-11,14-15", 2)).isEqualTo("14-15");
        assertThat(choose(topology, "0-15", "1-11,14-15", 3)).isEqualTo("8-10");
        assertThat(choose(topology, "0-15", "1-11,14-15", 7)).isEqualTo("1-7");
    }

    @Test
    void what_no_node_can_hold_takes_whole_nodes_and_a_neighbourhood_for_the_rest() {
        Topology topology = SimulatedMachine.of(system, 4, 2, 2, 1);

        assertThat(choose(topology, "0-15", "0-15", 6)).isEqualTo("0-5");
        assertThat(choose(topology, "0-15", "2-15", 6)).isEqualTo("2-7");
        assertThat(choose(topology, "0-15", "1-15", 9)).isEqualTo("1,4-11");
    }

    @Test
    void cores_come_before_second_threads() {
        Topology topology = SimulatedMachine.of(system, 2, 1, 4, 2);

        assertThat(choose(topology, "0-15", "0-15", 4)).isEqualTo("0-3");
        assertThat(choose(topology, "0-15", "0-15", 8)).isEqualTo("0-7");
        assertThat(choose(topology, "0-15", "0-15", 10)).isEqualTo("0-9");
        assertThat(choose(topology, "8-15", "8-15", 2)).isEqualTo("8-9");
    }

    @Test
    void second_threads_of_own_cores_come_before_those_of_another_executor() {
        Topology topology = SimulatedMachine.of(system, 2, 1, 4, 2);

        // The first executor has the cores of node 0.
        assertThat(choose(topology, "0-15", "4-15", 4)).isEqualTo("4-7");
        assertThat(choose(topology, "0-15", "4-15", 6)).isEqualTo("4-7,12-13");
        assertThat(choose(topology, "0-15", "4-15", 10)).isEqualTo("4-9,12-15");
    }

    @Test
    void only_allowed_cpus_are_taken() {
        Topology topology = SimulatedMachine.of(system, 2, 1, 4, 1);

        assertThat(choose(topology, "2,5-6", "2,5-6", 2)).isEqualTo("5-6");
        assertThat(choose(topology, "2,5-6", "2,5-6", 9)).isEqualTo("2,5-6");
    }
}

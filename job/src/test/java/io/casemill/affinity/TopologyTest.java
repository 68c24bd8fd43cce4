package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-07")
class TopologyTest {

    private final Path system;

    TopologyTest(@TempDir Path system) {
        this.system = system;
    }

    private static CpuSet cpus(String list) {
        return CpuSet.parse(list);
    }

    @Test
    void one_node_with_threads() {
        Topology topology = SimulatedMachine.of(system, 1, 1, 2, 2);

        assertThat(topology.cpus())
                .containsExactly(new Cpu(0, 0, 0, 0), new Cpu(1, 0, 0, 1), new Cpu(2, 0, 0, 0), new Cpu(3, 0, 0, 1));
        assertThat(topology.cores(cpus("0-3"))).isEqualTo(Map.of(0, cpus("0,2"), 1, cpus("1,3")));
    }

    @Test
    void two_nodes() {
        Topology topology = SimulatedMachine.of(system, 2, 1, 4, 1);

        assertThat(topology.nodes(cpus("0-7"))).isEqualTo(Map.of(0, cpus("0-3"), 1, cpus("4-7")));
        assertThat(topology.complexes(cpus("0-7"))).isEqualTo(Map.of(0, cpus("0-3"), 4, cpus("4-7")));
    }

    @Test
    void eight_nodes_of_two_complexes_with_threads() {
        Topology topology = SimulatedMachine.of(system, 8, 2, 4, 2);

        assertThat(topology.nodes(cpus("0-127"))).hasSize(8).containsEntry(7, cpus("56-63,120-127"));
        assertThat(topology.complexes(cpus("0-127"))).hasSize(16).containsEntry(60, cpus("60-63,124-127"));
        assertThat(topology.cores(cpus("0-127"))).hasSize(64);
    }

    @Test
    void cpus_that_are_off_line_are_left_out() {
        SimulatedMachine.of(system, 2, 1, 2, 1);
        new SimulatedMachine(system).write("cpu/online", "1-3").write("node/node0/cpulist", "1");

        Topology topology = Topology.read(system);

        assertThat(topology.cpus()).containsExactly(new Cpu(1, 0, 1, 1), new Cpu(2, 1, 2, 2), new Cpu(3, 1, 2, 3));
    }

    @Test
    void nodes_of_unequal_size_and_nodes_that_only_have_memory() {
        new SimulatedMachine(system)
                .write("cpu/online", "0-3")
                .write("node/online", "0-3")
                .write("node/node0/cpulist", "0-2")
                .write("node/node1/cpulist", "")
                .write("node/node3/cpulist", "3");

        assertThat(Topology.read(system).nodes(cpus("0-3"))).isEqualTo(Map.of(0, cpus("0-2"), 3, cpus("3")));
    }

    @Test
    void a_cache_that_serves_two_nodes_makes_two_complexes() {
        SimulatedMachine.of(system, 2, 1, 2, 1);
        SimulatedMachine machine = new SimulatedMachine(system);
        for (int cpu = 0; cpu < 4; cpu++) {
            machine.cpu(cpu, "0-3", Integer.toString(cpu));
        }

        assertThat(Topology.read(system).complexes(cpus("0-3"))).isEqualTo(Map.of(0, cpus("0-1"), 2, cpus("2-3")));
    }

    @Test
    void what_a_container_hides_counts_as_one() {
        new SimulatedMachine(system).write("cpu/online", "0-3");

        Topology topology = Topology.read(system);

        assertThat(topology.nodes(cpus("0-3"))).hasSize(1);
        assertThat(topology.complexes(cpus("0-3"))).hasSize(1);
        assertThat(topology.cores(cpus("0-3"))).hasSize(4);
    }

    @Test
    void without_any_file_and_with_nonsense_in_them_the_machine_is_one_node() {
        Topology nothing = Topology.read(system.resolve("absent"));
        new SimulatedMachine(system)
                .write("cpu/online", "0-1")
                .write("node/online", "none")
                .cpu(0, "all", "x-y")
                .cpu(1, "0-", "");

        Topology nonsense = Topology.read(system);

        assertThat(nothing.cpus()).isEmpty();
        assertThat(nothing.of(cpus("5,9"))).containsExactly(new Cpu(5, 0, 0, 5), new Cpu(9, 0, 0, 9));
        assertThat(nonsense.cpus()).containsExactly(new Cpu(0, 0, 0, 0), new Cpu(1, 0, 0, 1));
    }

    @Test
    void this_machine_is_read_without_complaint() throws Exception {
        CpuSet allowed = CpuSet.allowed();

        assertThat(Topology.read().nodes(allowed).values().stream()
                        .flatMap(node -> node.cpus().stream())
                        .toList())
                .hasSameElementsAs(allowed.cpus())
                .isNotEqualTo(List.of());
    }
}

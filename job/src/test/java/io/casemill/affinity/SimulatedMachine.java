package io.casemill.affinity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a folder of the shape of {@code /sys/devices/system}. */
final class SimulatedMachine {

    private final Path system;

    SimulatedMachine(Path system) {
        this.system = system;
    }

    /**
     * Equal nodes of equal complexes of equal cores. CPUs are numbered as Linux does on most machines: the first threads of all
     * cores, node after node, then the second threads.
     */
    static Topology of(Path system, int nodes, int complexes, int cores, int threads) {
        SimulatedMachine machine = new SimulatedMachine(system);
        int perNode = complexes * cores;
        int all = nodes * perNode;
        machine.write("cpu/online", "0-" + (all * threads - 1));
        machine.write("node/online", "0-" + (nodes - 1));
        for (int node = 0; node < nodes; node++) {
            machine.write("node/node" + node + "/cpulist", threads(node * perNode, perNode, all, threads));
        }
        for (int cpu = 0; cpu < all * threads; cpu++) {
            int core = cpu % all;
            machine.cpu(cpu, threads(core - core % cores, cores, all, threads), threads(core, 1, all, threads));
        }
        return Topology.read(system);
    }

    private static String threads(int first, int count, int all, int threads) {
        StringBuilder list = new StringBuilder();
        for (int thread = 0; thread < threads; thread++) {
            int from = first + thread * all;
            list.append(thread == 0 ? "" : ",").append(from).append('-').append(from + count - 1);
        }
        return list.toString();
    }

    /** A CPU with a private first-level cache and a last-level one. */
    SimulatedMachine cpu(int cpu, String cacheSharers, String siblings) {
        write("cpu/cpu" + cpu + "/cache/index0/level", "1");
        write("cpu/cpu" + cpu + "/cache/index0/shared_cpu_list", Integer.toString(cpu));
        write("cpu/cpu" + cpu + "/cache/index3/level", "3");
        write("cpu/cpu" + cpu + "/cache/index3/shared_cpu_list", cacheSharers);
        return write("cpu/cpu" + cpu + "/topology/thread_siblings_list", siblings);
    }

    SimulatedMachine write(String file, String content) {
        try {
            Path path = system.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.casemill.affinity;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Which CPUs of this machine are near each other, as Linux tells it under {@code /sys/devices/system} (kernel documentation,
 * {@code ABI/stable/sysfs-devices-node} and {@code ABI/testing/sysfs-devices-system-cpu}). What cannot be read there, because
 * the system is another one or a sandbox hides it, counts as one: one node, one complex, cores of one thread.
 *
 * @param cpus those that are online, in ascending order; empty when the system does not say
 */
public record Topology(List<Cpu> cpus) {

    static final Path SYSTEM = Path.of("/sys/devices/system");

    private static final String LAST_LEVEL = "3";

    public Topology {
        cpus = List.copyOf(cpus);
    }

    /** The topology of this machine, now. Never fails; costs a few file reads per core. */
    public static Topology read() {
        return read(SYSTEM);
    }

    /** The same from a folder of the shape of {@code /sys/devices/system}. */
    static Topology read(Path system) {
        CpuSet online = online(system);
        Map<Integer, Integer> nodes = nodes(system.resolve("node"));
        Map<Integer, Integer> caches = new HashMap<>();
        Map<Integer, Integer> cores = new HashMap<>();
        Map<List<Integer>, Integer> complexes = new HashMap<>();
        return new Topology(online.cpus().stream()
                .map(cpu -> {
                    Path folder = system.resolve("cpu/cpu" + cpu);
                    int node = nodes.getOrDefault(cpu, 0);
                    // One cache may serve two nodes (sub-NUMA clustering); a complex lies in one.
                    int cache = group(caches, cpu, () -> sharers(folder.resolve("cache")), -1);
                    int complex = complexes.computeIfAbsent(List.of(node, cache), first -> cpu);
                    return new Cpu(cpu, node, complex, group(cores, cpu, () -> siblings(folder), cpu));
                })
                .toList());
    }

    /** The CPUs that are online; empty when the system does not say. */
    static CpuSet online(Path system) {
        return list(system.resolve("cpu/online"));
    }

    /** The node of each CPU that is in one. Nodes that only have memory list no CPU. */
    private static Map<Integer, Integer> nodes(Path folder) {
        Map<Integer, Integer> nodes = new HashMap<>();
        for (int node : list(folder.resolve("online")).cpus()) {
            list(folder.resolve("node" + node + "/cpulist")).cpus().forEach(cpu -> nodes.put(cpu, node));
        }
        return nodes;
    }

    /**
     * The group of a CPU, by its smallest member. The first member that is asked for answers for all of them, so each group is
     * read once.
     *
     * @param otherwise the group of a CPU of which the system does not tell
     */
    private static int group(Map<Integer, Integer> known, int cpu, Members members, int otherwise) {
        Integer group = known.get(cpu);
        if (group == null) {
            CpuSet all = members.read();
            all.cpus().forEach(member -> known.putIfAbsent(member, cpu));
            group = known.computeIfAbsent(cpu, alone -> otherwise);
        }
        return group;
    }

    private interface Members {
        CpuSet read();
    }

    /** The CPUs behind the last-level cache that this folder describes. */
    private static CpuSet sharers(Path caches) {
        try (DirectoryStream<Path> indexes = Files.newDirectoryStream(caches, "index*")) {
            for (Path index : indexes) {
                if (text(index.resolve("level")).equals(LAST_LEVEL)) {
                    return list(index.resolve("shared_cpu_list"));
                }
            }
            return CpuSet.NONE;
        } catch (IOException | DirectoryIteratorException hidden) {
            return CpuSet.NONE;
        }
    }

    /** The threads of a core; their file has had two names. */
    private static CpuSet siblings(Path cpu) {
        CpuSet siblings = list(cpu.resolve("topology/core_cpus_list"));
        return siblings.isEmpty() ? list(cpu.resolve("topology/thread_siblings_list")) : siblings;
    }

    private static CpuSet list(Path file) {
        try {
            return CpuSet.parse(text(file));
        } catch (IllegalArgumentException nonsense) {
            return CpuSet.NONE;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException hidden) {
            return "";
        }
    }

    /** What is known of these CPUs, in their order. */
    List<Cpu> of(CpuSet some) {
        Map<Integer, Cpu> byNumber = cpus.stream().collect(Collectors.toMap(Cpu::number, cpu -> cpu));
        return some.cpus().stream()
                .map(number -> byNumber.getOrDefault(number, Cpu.unknown(number)))
                .toList();
    }

    /** These CPUs by NUMA node, nodes in ascending order. */
    public Map<Integer, CpuSet> nodes(CpuSet some) {
        return groups(some, Cpu::node);
    }

    /** These CPUs by core complex, complexes in ascending order. */
    public Map<Integer, CpuSet> complexes(CpuSet some) {
        return groups(some, Cpu::complex);
    }

    /** These CPUs by physical core, cores in ascending order. */
    public Map<Integer, CpuSet> cores(CpuSet some) {
        return groups(some, Cpu::core);
    }

    private Map<Integer, CpuSet> groups(CpuSet some, ToIntFunction<Cpu> group) {
        return of(some).stream()
                .collect(Collectors.groupingBy(
                        group::applyAsInt,
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Cpu::number, Collectors.toList()), CpuSet::new)));
    }
}

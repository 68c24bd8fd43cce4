package io.casemill.affinity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CPUs by the numbers that the kernel gives them.
 *
 * @param cpus not negative; kept in ascending order without duplicates
 */
public record CpuSet(List<Integer> cpus) {

    static final CpuSet NONE = new CpuSet(List.of());

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    public CpuSet {
        cpus = cpus.stream().sorted().distinct().toList();
        if (!cpus.isEmpty() && cpus.get(0) < 0) {
            throw new IllegalArgumentException("Invalid CPU: must be at least 0, is " + cpus.get(0));
        }
    }

    /**
     * The CPUs that the system lets this process use: what {@code taskset}, a batch system or a cgroup cpuset left of those that
     * are online. The process has them, not the calling thread, so pinned threads change nothing. Where the system does not say
     * (not Linux), as many as the virtual machine counts, from 0. Reads two small files.
     */
    public static CpuSet allowed() throws IOException {
        return allowed(STATUS, Topology.SYSTEM);
    }

    static CpuSet allowed(Path status, Path system) throws IOException {
        try {
            CpuSet mask = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .map(line -> parse(line.substring(ALLOWED.length())))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("Cannot tell the allowed CPUs: no " + ALLOWED + " in " + status));
            // A mask that nobody narrowed names every CPU that the kernel was built or booted for.
            CpuSet online = Topology.online(system);
            return online.isEmpty() ? mask : mask.and(online);
        } catch (NoSuchFileException notLinux) {
            return new CpuSet(IntStream.range(0, Runtime.getRuntime().availableProcessors())
                    .boxed()
                    .toList());
        }
    }

    /** Reads the kernel's list format, for example {@code 0-3,8}. */
    public static CpuSet parse(String list) {
        List<Integer> cpus = new ArrayList<>();
        try {
            for (String range : list.strip().split(",", -1)) {
                if (range.isBlank()) {
                    continue;
                }
                String[] ends = range.strip().split("-", 2);
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                IntStream.rangeClosed(first, last).forEach(cpus::add);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid CPU list '" + list.strip() + "': write for example 0-3,8", e);
        }
        return new CpuSet(cpus);
    }

    public int size() {
        return cpus.size();
    }

    public boolean isEmpty() {
        return cpus.isEmpty();
    }

    /** What is in both. */
    CpuSet and(CpuSet other) {
        return new CpuSet(
                cpus.stream().filter(new HashSet<>(other.cpus)::contains).toList());
    }

    /** What is in either. */
    CpuSet or(CpuSet other) {
        return new CpuSet(Stream.concat(cpus.stream(), other.cpus.stream()).toList());
    }

    /** In the kernel's list format. */
    @Override
    public String toString() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < cpus.size(); i++) {
            int first = cpus.get(i);
            while (i + 1 < cpus.size() && cpus.get(i + 1) == cpus.get(i) + 1) {
                i++;
            }
            list.append(list.isEmpty() ? "" : ",").append(first);
            if (cpus.get(i) != first) {
                list.append('-').append(cpus.get(i));
            }
        }
        return list.toString();
    }
}

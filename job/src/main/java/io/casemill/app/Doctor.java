package io.casemill.app;

import io.casemill.affinity.CpuSet;
import io.casemill.affinity.Pinning;
import io.casemill.affinity.Topology;
import io.casemill.report.Humane;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what this machine offers. */
final class Doctor {
    private static final int OLDEST_JAVA = 17;
    private static final long LITTLE_HEAP = 500_000_000L;
    private static final long LITTLE_DISK = 1_000_000_000L;

    private final Path output;

    /**
     * @param output the folder where runs go; need not exist
     */
    Doctor(Path output) {
        this.output = output;
    }

    /** All checks. Starts a few programs, each for at most five seconds. */
    List<Check> checks() {
        return List.of(
                java(),
                cores(),
                topology(),
                affinity(),
                memory(),
                disk(),
                program(
                        "setsid",
                        List.of("setsid", "--version"),
                        "command and ngspice runners need it: install util-linux"),
                program("ngspice", List.of("ngspice", "--version"), "only ngspice sweeps need it: apt install ngspice"),
                program("python3", List.of("python3", "--version"), "only Python sweeps and notebooks need it"),
                spark());
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        String found = Runtime.version() + " (" + System.getProperty("java.home") + ")";
        return feature >= OLDEST_JAVA
                ? Check.ok("Java", found)
                : Check.fail("Java", found, "set JAVA_HOME to a JDK 17 or newer");
    }

    private static Check cores() {
        int allowed = Runtime.getRuntime().availableProcessors();
        long installed = installedCores();
        String found = Humane.count(allowed, "core") + " allowed"
                + (installed > allowed ? " of " + Humane.count(installed) : "");
        return allowed > 1
                ? Check.ok("cores", found)
                : Check.warn("cores", found, "allow more to run cases in parallel");
    }

    private static long installedCores() {
        try {
            return Files.readAllLines(Path.of("/proc/stat")).stream()
                    .filter(line -> line.matches("cpu\\d+ .*"))
                    .count();
        } catch (IOException e) {
            return -1;
        }
    }

    private static Check topology() {
        try {
            return topology(Topology.read(), CpuSet.allowed());
        } catch (IOException e) {
            return Check.warn("topology", e.toString(), "workers count as equally near");
        }
    }

    /** How the allowed CPUs lie together. */
    static Check topology(Topology topology, CpuSet allowed) {
        return Check.ok(
                "topology",
                "%s, %s, %s"
                        .formatted(
                                groups("node", topology.nodes(allowed)),
                                groups("core complex", topology.complexes(allowed)),
                                Humane.count(topology.cores(allowed).size(), "physical core")));
    }

    private static String groups(String name, Map<Integer, CpuSet> groups) {
        String plural = groups.size() == 1 ? "" : name.endsWith("x") ? "es" : "s";
        return groups.values().stream()
                .map(CpuSet::toString)
                .collect(Collectors.joining(" | ", groups.size() + " " + name + plural + " (", ")"));
    }

    private static Check affinity() {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            return Check.warn("affinity", "not offered by " + System.getProperty("os.name"), "workers run unpinned");
        }
        try {
            return affinity(CpuSet.allowed(), Pinning.freeCpus());
        } catch (IOException e) {
            return Check.warn("affinity", e.toString(), "workers run unpinned");
        }
    }

    /** Which of the allowed CPUs no running executor holds. */
    static Check affinity(CpuSet allowed, CpuSet free) {
        String found = "CPUs allowed: " + allowed + "; free: "
                + (free.equals(allowed) ? "all" : free.isEmpty() ? "none" : free);
        return free.isEmpty()
                ? Check.warn(
                        "affinity", found, "other Casemill executors hold them; until they end, workers run unpinned")
                : Check.ok("affinity", found);
    }

    private static Check memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String found = Humane.bytes(heap) + " heap";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            found += " of " + Humane.bytes(system.getTotalMemorySize()) + " memory, "
                    + Humane.bytes(system.getFreeMemorySize()) + " free";
        }
        return heap >= LITTLE_HEAP
                ? Check.ok("memory", found)
                : Check.warn("memory", found, "give the JVM more: CASEMILL_JAVA_OPTS=-Xmx2g");
    }

    private Check disk() {
        Path existing = output.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Check.fail("output", "cannot write to " + output, "choose another folder with --out");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = output + ", " + Humane.bytes(free) + " free";
            return free >= LITTLE_DISK
                    ? Check.ok("output", found)
                    : Check.warn("output", found, "make room, or choose another folder with --out");
        } catch (IOException e) {
            return Check.warn("output", output + ": " + e.getMessage(), "choose another folder with --out");
        }
    }

    private static Check spark() {
        String home = System.getenv("SPARK_HOME");
        if (home == null) {
            return Check.ok("Spark", "bundled; SPARK_HOME is not set, so clusters are reached with the bundled one");
        }
        return Files.isDirectory(Path.of(home, "jars"))
                ? Check.ok("Spark", home)
                : Check.warn("Spark", home + " has no jars folder", "set SPARK_HOME to a Spark 4.2.0, or unset it");
    }

    /** A program that some sweeps need. */
    private static Check program(String name, List<String> command, String remedy) {
        String said = firstLine(command);
        return said == null ? Check.warn(name, "not found", remedy) : Check.ok(name, said);
    }

    private static @Nullable String firstLine(List<String> command) {
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            // A version fits into the pipe, so that waiting first cannot block the program.
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                return null;
            }
            String text = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.matches(".*\\d.*"))
                    .map(line -> line.replaceFirst("^[^\\p{Alnum}]+", "").strip())
                    .findFirst()
                    .orElse("version unknown");
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}

package io.casemill.affinity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an executor does about its cores, as a process of its own. For each line that it reads, and once before, it looks at its
 * allowed CPUs, plans, pins, and says: what is allowed, the core that is planned, the core that is in force.
 */
final class AffinityProbe {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private AffinityProbe() {}

    /** The argument is the folder of the leases. */
    public static void main(String[] args) throws IOException {
        try (Pinning pinning = Pinning.open(Affinity.REQUIRED, 1, 1, host(Path.of(args[0])))) {
            do {
                pinning.refresh();
                System.out.println(CpuSet.allowed() + " " + pinning.plan().cpu(0) + " " + pinning.pin(0));
            } while (System.in.read() >= 0);
        }
    }

    /** This machine with leases elsewhere. */
    static Host host(Path folder) {
        return new Host(CpuSet::allowed, Topology::read, folder, OpenHftPinner::new);
    }

    /** Starts the probe on these CPUs, or skips the test where there is no taskset. */
    static Running start(CpuSet allowed, Path folder) throws IOException {
        assumeTrue(Files.isExecutable(TASKSET), "taskset");
        return new Running(new ProcessBuilder(
                        TASKSET.toString(),
                        "-c",
                        allowed.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AffinityProbe.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** A probe that runs until it is closed. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final BufferedReader out;

        private Running(Process process) {
            this.process = process;
            this.out = process.inputReader();
        }

        /** What the probe says next. */
        String line() throws IOException {
            return out.readLine();
        }

        /** Lets the probe look again. */
        void ask() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        /** Changes the CPUs that the probe may use, as an administrator would. */
        void allow(CpuSet cpus) throws IOException, InterruptedException {
            new ProcessBuilder(TASKSET.toString(), "-p", "-c", cpus.toString(), Long.toString(process.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            out.close();
        }
    }
}

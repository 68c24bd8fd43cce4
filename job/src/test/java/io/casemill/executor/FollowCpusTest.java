package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.casemill.affinity.CpuSet;
import io.casemill.executor.ExecutorRuntime.Patience;
import io.casemill.status.Execution;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An executor, as a process of its own, whose CPUs an administrator changes between two tasks. */
@Tag("ENG-07")
@Timeout(60)
class FollowCpusTest {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    @Test
    void the_next_task_runs_on_the_cpus_that_are_allowed_now(@TempDir Path folder) throws Exception {
        List<Integer> allowed = CpuSet.allowed().cpus();
        assumeTrue(allowed.size() > 1 && Files.isExecutable(TASKSET), "two CPUs and taskset");
        Process executor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Executor.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader core = executor.inputReader()) {
            String first = core.readLine();
            // Another Casemill on this machine may hold all CPUs, or the other one.
            assumeTrue(!"-1".equals(first), "a free CPU");
            String other = allowed.stream()
                    .map(cpu -> "" + cpu)
                    .filter(cpu -> !cpu.equals(first))
                    .findFirst()
                    .orElseThrow();
            new ProcessBuilder(TASKSET.toString(), "-p", "-c", other, "" + executor.pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            executor.getOutputStream().write('\n');
            executor.getOutputStream().flush();
            String second = core.readLine();
            assumeTrue(!"-1".equals(second), "another free CPU");

            assertThat(second).isEqualTo(other);
        } finally {
            executor.destroyForcibly().waitFor();
        }
    }

    /** Runs a task with one case, now and for each byte that it reads, and says on which core the row is. */
    static final class Executor extends TaskAttemptFixture {

        private Executor(Path folder) {
            super(folder);
        }

        public static void main(String[] args) throws IOException, InterruptedException {
            Executor executor = new Executor(Path.of(args[0]));
            try (ExecutorRuntime runtime = ExecutorRuntime.start(
                    "1",
                    1,
                    1,
                    "best-effort",
                    executor.folder.resolve("scratch"),
                    new Patience(Duration.ofSeconds(1), Duration.ofHours(1)),
                    executor::store)) {
                int task = 0;
                do {
                    long id = task;
                    executor.run(runtime, task++, executor.range(id, id + 1), () -> false);
                    System.out.println(executor.core(id));
                } while (System.in.read() >= 0);
            }
        }

        private int core(long id) throws IOException {
            return durable().stream()
                    .filter(row -> row.theCase().id() == id)
                    .mapToInt(row -> {
                        Execution execution = Objects.requireNonNull(row.execution());
                        return execution.core();
                    })
                    .findFirst()
                    .orElseThrow();
        }
    }
}

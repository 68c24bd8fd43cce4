package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.runner.Outcome.Cancelled;
import io.casemill.runner.Outcome.Completed;
import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SupervisorTest {
    /** Leaves the session by a double fork, says its process id, and stays for ten minutes. */
    private static final String ESCAPE = "(setsid sh -c 'echo $$ >> pids; exec sleep 600' &) ; ";

    private final Supervisor supervisor = new Supervisor();
    private final TestCases cases;

    SupervisorTest(@TempDir Path folder) {
        cases = new TestCases(folder);
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    private Outcome run(String script, CaseContext context) {
        try (Runner runner = TestCases.open(TestCases.shell(script), TestCases.LIMITS, supervisor)) {
            return runner.run(TestCases.of(0), context);
        }
    }

    /** Process ids that the script wrote. They may be zombies of a lazy init, which count as dead. */
    private static void allDead(CaseContext context, int count) throws IOException {
        List<String> pids = Files.readAllLines(context.scratch().resolve("pids"));
        assertThat(pids).hasSize(count);
        for (String pid : pids) {
            // Killed, but a busy machine may let it vanish only a moment later.
            long patience = System.nanoTime() + 10_000_000_000L;
            ProcStat stat = ProcStat.read(Long.parseLong(pid));
            while (stat != null && stat.state() != 'Z' && System.nanoTime() < patience) {
                Thread.onSpinWait();
                stat = ProcStat.read(Long.parseLong(pid));
            }
            assertThat(stat == null || stat.state() == 'Z')
                    .as("process %s is dead", pid)
                    .isTrue();
        }
    }

    @Test
    void run_childrenThatLeaveTheSession_areDeadAfterTheCase() throws IOException {
        CaseContext context = cases.context();
        String script = ESCAPE + ESCAPE + "sh -c 'echo $$ >> pids; exec sleep 600' & "
                + "until [ \"$(wc -l < pids)\" = 3 ]; do :; done 2>/dev/null; echo y = 1";
        assertThat(run(script, context)).isInstanceOf(Completed.class);
        allDead(context, 3);
    }

    @Test
    void run_escapeeWithoutEnvironment_isFoundByItsDirectory() throws IOException {
        CaseContext context = cases.context();
        String script = "(setsid env -i sh -c 'echo $$ >> pids; exec sleep 600' &) ; "
                + "until [ -s pids ]; do :; done; echo y = 1";
        assertThat(run(script, context)).isInstanceOf(Completed.class);
        allDead(context, 1);
    }

    @Test
    void run_hangThatIgnoresSigterm_timesOutWithAllItsChildren() throws IOException {
        CaseContext context = cases.context(Duration.ofSeconds(4));
        String script = "trap '' TERM; " + ESCAPE
                + "(setsid env -i sh -c 'cd /; echo $$ >> " + context.scratch() + "/pids; exec sleep 600') & "
                + "echo waiting; while :; do sleep 600; done";
        Outcome outcome = run(script, context);
        assertThat(outcome).isInstanceOf(Failed.class);
        Failed failed = (Failed) outcome;
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failed.message())
                .startsWith("Ran longer than its time limit of 4 s")
                .contains("waiting");
        allDead(context, 2);
    }

    @Test
    void run_programThatEndsOnSigterm_hasItsLastWords() throws IOException {
        CaseContext context = cases.context(Duration.ofSeconds(4));
        Failed failed = (Failed) run("trap 'echo last words; exit 0' TERM; while :; do sleep 0.02; done", context);
        assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failed.message()).contains("last words");
    }

    @Test
    void run_interrupted_killsTheTreeAndKeepsTheFlag() throws Exception {
        CaseContext context = cases.context();
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            outcome.set(run(ESCAPE + "until [ -s pids ]; do :; done; touch ready; sleep 600", context));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        worker.start();
        while (!Files.exists(context.scratch().resolve("ready"))) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("gave up waiting")
                    .isFalse();
            Thread.onSpinWait();
        }
        worker.interrupt();
        assertThat(flag.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(outcome.get()).isInstanceOf(Cancelled.class);
        allDead(context, 1);
    }

    @Test
    void run_coreDumpsAndLimits_areSet() throws IOException {
        Limits limits = new Limits(Duration.ofSeconds(9), 512L << 20, 1 << 20, 3 << 20);
        Runner runner = TestCases.open(
                TestCases.shell(
                        "ulimit -c; ulimit -v; ulimit -f; test \"$(ulimit -c),$(ulimit -v),$(ulimit -f)\" = 0,524288,6144 && echo y = 1"),
                limits,
                supervisor);
        assertThat(runner.run(TestCases.of(0), cases.context())).isInstanceOf(Completed.class);
    }

    @Test
    void run_longCase_reportsWhatItUsedWithItsChildren() throws IOException {
        // Long enough that somebody has looked at it.
        Outcome outcome =
                run("(i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; sleep 2); echo y = 1", cases.context());
        assertThat(outcome.usage().cpuSeconds()).isBetween(0.0, 20.0);
        assertThat(outcome.usage().peakRssBytes()).isBetween(100_000L, 100_000_000L);
    }

    @Test
    @Tag("ENG-06")
    void run_childInheritsThePinOfItsWorker() throws Exception {
        int cpu = Affinity.getAffinity().length() - 1;
        CaseContext context = cases.context();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            Affinity.setAffinity(cpu);
            outcome.complete(run(
                    "grep -q '^Cpus_allowed_list:[[:space:]]*" + cpu + "$' /proc/self/status && echo y = 1", context));
        });
        worker.start();
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Completed.class);
    }

    @Test
    void run_afterClose_isRefused() throws IOException {
        supervisor.close();
        CaseContext context = cases.context();
        assertThatThrownBy(() -> run("echo y = 1", context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the supervisor is closed");
    }

    @Test
    void run_afterTheWatchersDeath_aNewOneWatches() throws Exception {
        assertThat(run("echo y = 1", cases.context())).isInstanceOf(Completed.class);
        ProcessHandle first = ProcessHandle.of(supervisor.watcherPid()).orElseThrow();
        first.destroyForcibly();
        assertThat(first.onExit().get(9, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(run("echo y = 1", cases.context())).isInstanceOf(Completed.class);
        assertThat(supervisor.watcherPid()).isNotEqualTo(first.pid());
    }

    @Test
    void kill9OfTheJvm_leavesNoProcess() throws Exception {
        Path scratch = cases.context().scratch();
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedJvm.class.getName(),
                        scratch.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            line = reader.readLine();
            assertThat(line).isNotNull();
            jvm.destroyForcibly().waitFor();
        }
        for (String pid : line.split(" ", -1)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(SupervisorTest::awaitEnd);
        }
    }

    /** A zombie of a lazy init never ends for {@link ProcessHandle}; it is dead all the same. */
    private static void awaitEnd(ProcessHandle process) {
        while (true) {
            ProcStat stat = ProcStat.read(process.pid());
            if (stat == null || stat.state() == 'Z') {
                return;
            }
            assertThat(Thread.currentThread().isInterrupted())
                    .as("gave up waiting")
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    /** Runs one case that leaves an escapee, says all process ids, and waits for its death. */
    static final class DoomedJvm {
        private DoomedJvm() {}

        public static void main(String[] args) throws Exception {
            Path scratch = Path.of(args[0]);
            Supervisor supervisor = new Supervisor();
            Invocation invocation = new Invocation(
                    List.of("sh", "-c", ESCAPE + "echo $$ >> pids; exec sleep 600"),
                    scratch,
                    CleanEnvironment.in(scratch),
                    TestCases.LIMITS);
            CaseContext context = new TestCases.Context(Duration.ofMinutes(5), scratch, scratch);
            Thread worker = new Thread(() -> {
                try {
                    Ending ending = supervisor.run(invocation, new Allowance(context));
                    System.err.println("ended early: " + ending);
                } catch (IOException e) {
                    System.err.println(e);
                }
            });
            worker.start();
            Path pids = scratch.resolve("pids");
            List<String> known = List.of();
            while (known.size() < 2) {
                known = Files.exists(pids) ? Files.readAllLines(pids) : known;
            }
            System.out.println(String.join(" ", known) + " " + supervisor.watcherPid());
            System.out.flush();
            worker.join();
        }
    }

    @Test
    void kindred_holdsWholeEntriesOnly() {
        byte[] environment = "A=1\0CASEMILL_CASE=x-12\0B=2\0".getBytes(StandardCharsets.UTF_8);
        assertThat(Kindred.holds(environment, "CASEMILL_CASE=x-12".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Kindred.holds(environment, "CASEMILL_CASE=x-1".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(Kindred.holds(Arrays.copyOf(environment, 0), environment)).isFalse();
    }
}

package io.casemill.runner;

import io.casemill.runner.Ending.How;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One program from start to the death of its last descendant. Used by one thread, once. */
final class SupervisedRun {
    private static final Logger LOG = System.getLogger(SupervisedRun.class.getName());
    private static final long MILLI = 1_000_000;

    /** What a program gets to write its last words between SIGTERM and SIGKILL. */
    private static final long GRACE_NANOS = 2_000 * MILLI;

    /** A killed process is gone within microseconds unless the kernel holds it, which nobody can change. */
    private static final long DEATH_NANOS = 2_000 * MILLI;

    /** The first look at CPU and memory; a shorter case is too short for a clock of ten milliseconds. */
    private static final long FIRST_SAMPLE_NANOS = 50 * MILLI;

    private final Allowance allowance;
    private final Process leader;
    private final long pid;
    private final Watcher watcher;
    private final Kindred kindred;
    private final UsageSampler usage;
    private final OutputBudget budget;
    private final Capture stdout;
    private final Capture stderr;

    // An interrupt after the program's end is kept until the burial is done.
    private boolean interrupted;

    SupervisedRun(Invocation invocation, Allowance allowance, String mark, Watcher watcher, Executor drains)
            throws IOException {
        this.allowance = allowance;
        this.watcher = watcher;
        ProcessBuilder builder = new ProcessBuilder(commandLine(invocation))
                .directory(invocation.directory().toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(invocation.env());
        builder.environment().put(Supervisor.MARK, mark);
        leader = started(builder);
        pid = leader.pid();
        budget = new OutputBudget(invocation.limits().outputBytes(), this::killGroup);
        stdout = new Capture(leader.getInputStream(), budget);
        stderr = new Capture(leader.getErrorStream(), budget);
        usage = new UsageSampler(pid);
        try {
            kindred = new Kindred(pid, Supervisor.MARK + "=" + mark, invocation.directory());
            drains.execute(stdout);
            drains.execute(stderr);
        } catch (OutOfMemoryError e) {
            leader.toHandle().destroyForcibly();
            throw noThread(e);
        } catch (IOException | RuntimeException | Error e) {
            // The supervisor is being closed, or the directory has gone.
            leader.toHandle().destroyForcibly();
            throw e;
        }
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (OutOfMemoryError e) {
            throw noThread(e);
        }
    }

    /** Java says so when the system gives no more threads; that is no matter of this JVM's heap. */
    private static IOException noThread(OutOfMemoryError error) {
        return new IOException("Cannot run program: " + error.getMessage(), error);
    }

    /** {@code setsid} execs {@code prlimit}, which execs the program: all three are one process, the leader. */
    private static List<String> commandLine(Invocation invocation) {
        List<String> line = new ArrayList<>(List.of("setsid", "prlimit", "--core=0"));
        line.add("--fsize=" + invocation.limits().fileBytes());
        Long memory = invocation.limits().memoryBytes();
        if (memory != null) {
            line.add("--as=" + memory);
        }
        line.add("--");
        line.addAll(invocation.argv());
        return line;
    }

    Ending toEnd() {
        How how = How.INTERRUPTED;
        try {
            how = awaitLeader();
        } finally {
            if (how != How.EXITED) {
                stop();
            }
            bury();
        }
        if (!drained()) {
            LOG.log(Level.WARNING, "The output of process {0} did not end after its death", pid);
        }
        if (how == How.EXITED && budget.over()) {
            how = How.OVER_OUTPUT;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        int code = leader.isAlive() ? 128 + 9 : leader.exitValue();
        return new Ending(how, code, stdout, stderr, usage.usage());
    }

    private How awaitLeader() {
        try {
            long slice = FIRST_SAMPLE_NANOS;
            while (true) {
                long remaining = allowance.remainingNanos();
                if (remaining <= 0) {
                    return How.TIMED_OUT;
                }
                if (leader.waitFor(Math.min(slice, remaining), TimeUnit.NANOSECONDS)) {
                    return How.EXITED;
                }
                usage.sample();
                // Looks grow rarer with age, so that the last one misses at most a sixteenth of the case.
                slice = Math.max(10 * MILLI, Math.min(500 * MILLI, allowance.elapsedNanos() / 16));
            }
        } catch (InterruptedException e) {
            return allowance.usedUp() ? How.TIMED_OUT : How.INTERRUPTED;
        }
    }

    /** First politely, then by force. The family is listed while it is whole: death cuts its ties. */
    private void stop() {
        Set<Long> family = kindred.living();
        watcher.signal("TERM", pid);
        long deadline = System.nanoTime() + GRACE_NANOS;
        while (leader.isAlive() && System.nanoTime() < deadline) {
            waitForLeader(deadline - System.nanoTime());
        }
        kill(family);
        killGroup();
        // Process.destroyForcibly would also close the pipes and lose the program's last words; its handle does not.
        leader.toHandle().destroyForcibly();
        waitForLeader(DEATH_NANOS);
    }

    private void waitForLeader(long nanos) {
        try {
            if (!leader.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                LOG.log(Level.DEBUG, "Process {0} still lives after {1} ns", pid, nanos);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private void killGroup() {
        watcher.signal("KILL", pid);
    }

    private static void kill(Set<Long> family) {
        for (long member : family) {
            ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Until a look finds nobody: what forks while it is being killed is found by the next look. */
    private void bury() {
        long deadline = System.nanoTime() + DEATH_NANOS;
        Set<Long> family = kindred.living();
        while (!family.isEmpty()) {
            killGroup();
            kill(family);
            if (System.nanoTime() > deadline) {
                LOG.log(Level.WARNING, "Processes {0} of a case do not die", family);
                return;
            }
            LockSupport.parkNanos(MILLI);
            family = kindred.living();
        }
    }

    private boolean drained() {
        long deadline = System.nanoTime() + DEATH_NANOS;
        while (true) {
            try {
                return stdout.await(deadline - System.nanoTime()) && stderr.await(deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}

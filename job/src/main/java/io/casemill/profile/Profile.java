package io.casemill.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.casemill.profile.Budget.Share;
import io.casemill.profile.Recorded.WorkerLine;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What all recordings of one run tell. What the machines did not give is null.
 *
 * @param format of the JSON form, 1
 * @param subject what was run
 * @param began when the command began, ISO 8601
 * @param window the time in which cases ran; columns follow it
 * @param wallSeconds of the whole command
 * @param startSeconds before the cases
 * @param scatterSeconds of the cases
 * @param gatherSeconds after them
 * @param workers whose time is known
 * @param busySeconds all workers' time in cases, or null
 * @param speedUp {@code busySeconds / scatterSeconds}: how many times longer one worker would take for the cases, were each
 *     case as fast alone
 * @param efficiency {@code speedUp / workers}
 * @param bottleneck the largest part of the budget, or null
 * @param budget where the workers' time went
 * @param recordings of each JVM
 * @param flame the stacks of all
 * @param notes what is missing or must be known to read the rest, for people
 */
public record Profile(
        int format,
        Subject subject,
        String began,
        Window window,
        double wallSeconds,
        double startSeconds,
        double scatterSeconds,
        double gatherSeconds,
        int workers,
        @Nullable Double busySeconds,
        @Nullable Double speedUp,
        @Nullable Double efficiency,
        @Nullable Bottleneck bottleneck,
        List<Share> budget,
        List<Recorded> recordings,
        Flame flame,
        List<String> notes) {
    private static final int FORMAT = 1;

    /** More rows than this are one row per executor. */
    private static final int MOST_ROWS = 256;

    /**
     * What was run.
     *
     * @param name of the sweep
     * @param runId of the run
     * @param epoch the driver's turn
     * @param runner {@code function}, {@code command} or {@code ngspice}
     * @param degraded why a part ran without the engine, or null
     */
    public record Subject(
            String name,
            String runId,
            int epoch,
            String runner,
            @Nullable String degraded) {
        boolean external() {
            return !runner.equals("function");
        }
    }

    /**
     * @param window of the course, in columns
     * @param recorded by each JVM, read for that window
     * @param silent executors that left no recording
     */
    public static Profile of(
            Subject subject, Course course, Window window, List<Recorded> recorded, List<String> silent) {
        List<WorkerLine> lines = lines(recorded);
        Budget budget = Budget.of(course, window, recorded, subject.external());
        Double busy = lines.isEmpty()
                ? null
                : lines.stream().mapToDouble(WorkerLine::busySeconds).sum();
        Double speedUp = busy == null || course.scatterSeconds() <= 0 ? null : busy / course.scatterSeconds();
        FlameTree flame = new FlameTree();
        recorded.forEach(each -> flame.add(each.flame()));
        boolean many = lines.size() > MOST_ROWS;
        return new Profile(
                FORMAT,
                subject,
                course.began().truncatedTo(ChronoUnit.SECONDS).toString(),
                window,
                course.wallSeconds(),
                course.startSeconds(),
                course.scatterSeconds(),
                course.gatherSeconds(),
                lines.size(),
                busy,
                speedUp,
                speedUp == null ? null : speedUp / lines.size(),
                lines.isEmpty() ? null : Bottleneck.of(budget),
                lines.isEmpty() ? List.of() : budget.shares(),
                recorded.stream()
                        .map(Recorded::withoutFlame)
                        .map(each -> many ? each.inOneLine() : each)
                        .toList(),
                flame.flame(),
                notes(subject, recorded, silent));
    }

    private static List<WorkerLine> lines(List<Recorded> recorded) {
        return recorded.stream().flatMap(each -> each.workers().stream()).toList();
    }

    private static List<String> notes(Subject subject, List<Recorded> recorded, List<String> silent) {
        List<String> notes = new ArrayList<>();
        if (!silent.isEmpty()) {
            notes.add("Executors without a recording, whose work is missing here: " + String.join(", ", silent));
        }
        for (Recorded each : recorded) {
            if (each.droppedSeconds() >= 1) {
                notes.add(String.format(
                        Locale.ROOT,
                        "The recording of %s was full: its first %.0f s are missing. Busy time, speed-up and efficiency"
                                + " are those of the whole run; samples, pauses and writing are not.",
                        each.executor(),
                        each.droppedSeconds()));
            }
            if (each.file() == null) {
                notes.add("The recording of " + each.executor() + " could not be kept; the log says why.");
            }
            if (!each.workers().isEmpty() && each.cpuSeconds() == null) {
                notes.add("CPU time of the workers of " + each.executor()
                        + " is not known: the JVM does not tell, or a thread was replaced.");
            }
        }
        if (subject.degraded() != null) {
            notes.add("A part ran on Spark's task threads, whose time is not counted here: " + subject.degraded());
        }
        if (lines(recorded).isEmpty()) {
            notes.add(
                    "No worker of an engine was recorded. Cases that run on Spark's task threads, one after the other, have"
                            + " no workers' time.");
        }
        if (!subject.external() && busyElsewhere(recorded)) {
            notes.add("Other programs kept the machines busy: everything took longer than it would alone.");
        }
        if (subject.external()) {
            notes.add("Stacks are those of the JVM. What runs inside external programs is not sampled.");
        }
        return notes;
    }

    /** Whether a machine had no CPU to spare and gave less than half to us. */
    private static boolean busyElsewhere(List<Recorded> recorded) {
        return recorded.stream().map(Recorded::load).anyMatch(load -> {
            Double jvm = load.meanJvm();
            Double machine = load.meanMachine();
            return jvm != null && machine != null && machine > 0.9 && jvm < machine / 2;
        });
    }

    /** For machines. */
    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of numbers and names have a JSON form", e);
        }
    }
}

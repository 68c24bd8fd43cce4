package io.casemill.profile;

import io.casemill.profile.Recorded.LongCase;
import io.casemill.profile.Recorded.WorkerLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers' time, from the command's beginning to the published table, divided into {@link Part}s.
 *
 * <ul>
 *   <li>Before the cases: {@code START}. After them: {@code GATHER}.
 *   <li>In between a worker is in a case or idle. In a case: {@code GC} while the JVM stands still; else {@code CPU} as far as its
 *       thread's CPU time goes; the rest is {@code EXTERNAL} or {@code WAITING}, depending on the runner.
 *   <li>Idle from when the first worker was busy for the last time until the last was: {@code TAIL}, or {@code LONG_CASE} when a
 *       single case runs through at least half of that time.
 *   <li>Idle otherwise: {@code STATUS} while its executor writes status rows, else {@code ADMISSION}.
 * </ul>
 */
final class Budget {
    /** A worker counts as busy in a column from this share on. */
    private static final double BUSY = 0.01;

    private final Map<Part, Double> seconds = new EnumMap<>(Part.class);
    private final Window window;
    private final boolean external;
    private int first = Integer.MAX_VALUE;
    private int tail = Integer.MAX_VALUE;
    private int end;
    private @Nullable LongCase longCase;

    private Budget(Window window, boolean external) {
        this.window = window;
        this.external = external;
    }

    /**
     * @param window in which cases ran
     * @param recorded by all JVMs of the run, read for that window
     * @param external whether cases are programs of their own
     */
    static Budget of(Course course, Window window, List<Recorded> recorded, boolean external) {
        Budget budget = new Budget(window, external);
        budget.findTail(recorded);
        budget.findLongCase(recorded);
        int workers = 0;
        for (Recorded executor : recorded) {
            workers += executor.workers().size();
            budget.divideIdle(executor);
            budget.divideBusy(executor);
        }
        budget.add(Part.START, workers * course.startSeconds());
        budget.add(Part.GATHER, workers * course.gatherSeconds());
        return budget;
    }

    private void findTail(List<Recorded> recorded) {
        for (Recorded executor : recorded) {
            for (WorkerLine line : executor.workers()) {
                int from = 0;
                int to = line.busy().size();
                while (to > 0 && line.busy().get(to - 1) < BUSY) {
                    to--;
                }
                while (from < to && line.busy().get(from) < BUSY) {
                    from++;
                }
                first = to == 0 ? first : Math.min(first, from);
                tail = Math.min(tail, to);
                end = Math.max(end, to);
            }
        }
        // A worker that never had a case was in the tail since there was a case at all.
        tail = Math.max(tail, Math.min(first, end));
    }

    /** The case that fills most of the tail, if one fills half of it. */
    private void findLongCase(List<Recorded> recorded) {
        if (tail >= end) {
            return;
        }
        double width = (window.toNanos() - window.fromNanos()) / (double) window.columns();
        long from = window.fromNanos() + (long) (tail * width);
        long to = window.fromNanos() + (long) (end * width);
        long longest = (to - from) / 2;
        for (Recorded executor : recorded) {
            for (LongCase each : executor.cases()) {
                long inside = Math.min(to, each.toNanos()) - Math.max(from, each.fromNanos());
                if (inside >= longest) {
                    longest = inside;
                    longCase = each;
                }
            }
        }
    }

    private void divideIdle(Recorded executor) {
        for (int column = 0; column < window.columns(); column++) {
            double idle = 0;
            for (WorkerLine line : executor.workers()) {
                idle += (1 - line.busy().get(column)) * window.columnSeconds();
            }
            if (column >= tail && column < end) {
                add(longCase == null ? Part.TAIL : Part.LONG_CASE, idle);
            } else {
                double writing = executor.writing().get(column);
                add(Part.STATUS, idle * writing);
                add(Part.ADMISSION, idle * (1 - writing));
            }
        }
    }

    private void divideBusy(Recorded executor) {
        double busy = 0;
        double counted = 0;
        for (WorkerLine line : executor.workers()) {
            busy += line.busySeconds();
            counted += line.busy().stream().mapToDouble(Double::doubleValue).sum() * window.columnSeconds();
        }
        double pauses = counted * Math.min(1, executor.pauses().seconds() / window.seconds());
        add(Part.GC, pauses);
        Double cpu = executor.cpuSeconds();
        if (cpu == null) {
            add(external ? Part.EXTERNAL : Part.CASES, counted - pauses);
            return;
        }
        // Columns are rounded and the tick that ends a case may lie outside: shares are taken of what the columns hold.
        double working = busy == 0 ? 0 : counted * Math.min(1, cpu / busy);
        working = Math.min(working, counted - pauses);
        add(external ? Part.SUPERVISION : Part.CPU, working);
        add(external ? Part.EXTERNAL : Part.WAITING, counted - pauses - working);
    }

    private void add(Part part, double amount) {
        if (amount > 0) {
            seconds.merge(part, amount, Double::sum);
        }
    }

    /** The case that the others waited for, or null. */
    @Nullable LongCase longCase() {
        return longCase;
    }

    /** How long workers waited at the end, at most. */
    double tailSeconds() {
        return Math.max(0, end - tail) * window.columnSeconds();
    }

    double capacitySeconds() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double seconds(Part part) {
        return seconds.getOrDefault(part, 0.0);
    }

    /** Parts that took any time, in the order of {@link Part}. */
    List<Share> shares() {
        double capacity = capacitySeconds();
        List<Share> shares = new ArrayList<>();
        seconds.forEach((part, amount) -> shares.add(new Share(part, part.label(), amount, amount / capacity)));
        return shares;
    }

    /**
     * One part of the workers' time.
     *
     * @param part which
     * @param label for people
     * @param seconds of workers
     * @param share of all
     */
    public record Share(Part part, String label, double seconds, double share) {}
}

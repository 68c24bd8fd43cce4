package io.casemill.profile;

import io.casemill.profile.Recorded.WorkerLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One worker's ticks, counted out over a window. Used by one thread. */
final class WorkerSeries {
    private final List<Tick> ticks = new ArrayList<>();

    /**
     * What the worker had done at a moment, since its count began, what was under way included.
     *
     * @param atNanos since 1970
     * @param elapsed since the count began, like all times in nanoseconds
     * @param cpu of its thread, negative when not known
     */
    record Tick(
            long atNanos,
            long elapsed,
            long busy,
            long parked,
            long cpu,
            long executed,
            long steals,
            long failedSteals,
            int core) {

        /** The beginning of its count. */
        Tick origin() {
            return new Tick(atNanos - elapsed, 0, 0, 0, 0, 0, 0, 0, core);
        }
    }

    /** What happened between two ticks. */
    private record Span(Tick from, Tick to) {
        long busy() {
            return to.busy() - from.busy();
        }

        long parked() {
            return to.parked() - from.parked();
        }
    }

    void add(Tick tick) {
        ticks.add(tick);
    }

    WorkerLine line(int worker, Window window) {
        List<Span> spans = spans();
        WorkerLine sums = sums(worker, spans);
        double[] busy = new double[window.columns()];
        double[] parked = new double[window.columns()];
        for (Span span : spans) {
            window.spread(busy, span.from().atNanos(), span.to().atNanos(), span.busy() / 1e9);
            window.spread(parked, span.from().atNanos(), span.to().atNanos(), span.parked() / 1e9);
        }
        return new WorkerLine(
                worker,
                sums.core(),
                sums.executed(),
                sums.steals(),
                sums.failedSteals(),
                sums.busySeconds(),
                sums.parkedSeconds(),
                sums.cpuSeconds(),
                spans.isEmpty() ? 0 : window.column(spans.get(0).from().atNanos()),
                window.shares(busy),
                window.shares(parked));
    }

    /** In order. Counts that begin anew, because the executor opened the run once more, begin at their own origin. */
    private List<Span> spans() {
        ticks.sort(Comparator.comparingLong(Tick::atNanos));
        List<Span> spans = new ArrayList<>();
        Tick before = null;
        for (Tick tick : ticks) {
            Tick from = before == null || tick.elapsed() < before.elapsed() ? tick.origin() : before;
            spans.add(new Span(from, tick));
            before = tick;
        }
        return spans;
    }

    private static WorkerLine sums(int worker, List<Span> spans) {
        long executed = 0;
        long steals = 0;
        long failedSteals = 0;
        long busy = 0;
        long parked = 0;
        long cpu = 0;
        boolean cpuKnown = true;
        int core = -1;
        for (Span span : spans) {
            executed += span.to().executed() - span.from().executed();
            steals += span.to().steals() - span.from().steals();
            failedSteals += span.to().failedSteals() - span.from().failedSteals();
            busy += span.busy();
            parked += span.parked();
            cpu += span.to().cpu() - span.from().cpu();
            cpuKnown &= span.to().cpu() >= 0;
            core = span.to().core();
        }
        return new WorkerLine(
                worker,
                core,
                executed,
                steals,
                failedSteals,
                busy / 1e9,
                parked / 1e9,
                cpuKnown ? cpu / 1e9 : null,
                0,
                List.of(),
                List.of());
    }
}

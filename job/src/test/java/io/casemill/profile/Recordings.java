package io.casemill.profile;

import io.casemill.profile.Recorded.Load;
import io.casemill.profile.Recorded.LongCase;
import io.casemill.profile.Recorded.Pauses;
import io.casemill.profile.Recorded.WorkerLine;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up recordings of a run whose cases ran for ten seconds, in ten columns. */
final class Recordings {
    static final Instant SCATTERED = Instant.ofEpochSecond(1_000);
    static final Window WINDOW = new Window(Window.nanos(SCATTERED), Window.nanos(SCATTERED) + 10_000_000_000L, 10);

    private Recordings() {}

    /** A worker by its share of each column in cases. */
    static WorkerLine worker(int index, @Nullable Double cpuSeconds, double... busy) {
        List<Double> shares = Arrays.stream(busy).boxed().toList();
        double seconds = Arrays.stream(busy).sum();
        List<Double> parked = shares.stream().map(share -> 1 - share).toList();
        return new WorkerLine(index, index, 10, 1, 2, seconds, 10 - seconds, cpuSeconds, 0, shares, parked);
    }

    /** A column value for all ten columns. */
    static double[] all(double value) {
        double[] columns = new double[10];
        Arrays.fill(columns, value);
        return columns;
    }

    /** Busy from column {@code from} up to, not including, {@code to}. */
    static double[] between(int from, int to) {
        double[] columns = new double[10];
        Arrays.fill(columns, from, to, 1);
        return columns;
    }

    static Recorded of(WorkerLine... workers) {
        return of(Arrays.asList(workers), all(0), 0, List.of(), Flame.EMPTY);
    }

    static Recorded of(
            List<WorkerLine> workers, double[] writing, double pauseSeconds, List<LongCase> cases, Flame flame) {
        return new Recorded(
                "1",
                "profile/e000001/1.jfr",
                1_000,
                0,
                4,
                workers,
                Arrays.stream(writing).boxed().toList(),
                new Pauses(pauseSeconds > 0 ? 1 : 0, pauseSeconds, pauseSeconds, Collections.nCopies(10, 0.0)),
                new Load(List.of(), List.of(), null, null),
                cases,
                List.of(),
                flame);
    }

    /** A case of the window's seconds {@code from} to {@code to}. */
    static LongCase longCase(long id, double from, double to) {
        return new LongCase(id, 0, "completed", WINDOW.fromNanos() + (long) (from * 1e9), to - from);
    }

    /** Ten seconds of cases with so many before and after. */
    static Course course(double startSeconds, double gatherSeconds) {
        return new Course(
                SCATTERED.minusMillis((long) (1_000 * startSeconds)),
                SCATTERED,
                SCATTERED.plusSeconds(10),
                SCATTERED.plusSeconds(10).plusMillis((long) (1_000 * gatherSeconds)));
    }
}

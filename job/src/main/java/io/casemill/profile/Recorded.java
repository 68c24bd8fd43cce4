package io.casemill.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the recording of one JVM tells of a run, in counts of bounded size. Lists by column follow the {@link Window} that it was
 * read for. What the machine did not give is null.
 *
 * @param executor Spark's executor id; {@code driver} for the driver
 * @param file the recording's path below the run directory, or null when it could not be kept
 * @param bytes its length
 * @param droppedSeconds how much of the beginning is missing because the recording was full
 * @param hardwareThreads of the machine, or null
 * @param workers of its engine, by index; none in a driver that runs no case
 * @param writing share of each column in which a task's thread wrote status rows
 * @param pauses of garbage collection
 * @param load of the CPUs
 * @param cases the longest and the last to end of those that took 10 ms or more
 * @param phases of the driver's thread, by beginning
 * @param flame the sampled stacks
 */
public record Recorded(
        String executor,
        @Nullable String file,
        long bytes,
        double droppedSeconds,
        @Nullable Integer hardwareThreads,
        List<WorkerLine> workers,
        List<Double> writing,
        Pauses pauses,
        Load load,
        List<LongCase> cases,
        List<PhaseTime> phases,
        Flame flame) {

    public Recorded {
        workers = List.copyOf(workers);
        writing = List.copyOf(writing);
        cases = List.copyOf(cases);
        phases = List.copyOf(phases);
    }

    /**
     * One worker, from when the run began on its executor.
     *
     * @param worker its index, or -1 for all of an executor together
     * @param core that it is pinned to, or -1
     * @param executed steps
     * @param steals chunks and forks that it took from others
     * @param failedSteals searches of all others that found nothing
     * @param busySeconds time in chunks and stolen forks
     * @param parkedSeconds time asleep
     * @param cpuSeconds CPU time of its thread, or null
     * @param firstColumn the first in which the worker was watched
     * @param busy share of each column in chunks
     * @param parked share of each column asleep
     */
    public record WorkerLine(
            int worker,
            int core,
            long executed,
            long steals,
            long failedSteals,
            double busySeconds,
            double parkedSeconds,
            @Nullable Double cpuSeconds,
            int firstColumn,
            List<Double> busy,
            List<Double> parked) {}

    /**
     * Pauses of all threads.
     *
     * @param count of them, in the window
     * @param seconds in all
     * @param longestSeconds of one
     * @param columns share of each column
     */
    public record Pauses(int count, double seconds, double longestSeconds, List<Double> columns) {}

    /**
     * CPU load as a share of all hardware threads of the machine, by column; null where none was measured. Empty lists when there
     * was no measurement at all.
     *
     * @param jvm of this JVM
     * @param machine of the whole machine, this JVM included
     * @param meanJvm over the window, or null
     * @param meanMachine over the window, or null
     */
    public record Load(
            List<@Nullable Double> jvm,
            List<@Nullable Double> machine,
            @Nullable Double meanJvm,
            @Nullable Double meanMachine) {}

    /**
     * A case.
     *
     * @param caseId its id
     * @param worker that ran it
     * @param outcome {@code completed}, {@code cancelled} or an error class
     * @param fromNanos since 1970
     * @param seconds that it took
     */
    public record LongCase(long caseId, int worker, String outcome, long fromNanos, double seconds) {
        long toNanos() {
            return fromNanos + (long) (seconds * 1e9);
        }
    }

    /**
     * A phase of the driver.
     *
     * @param name what it did
     * @param fromNanos since 1970
     * @param seconds that it took
     */
    public record PhaseTime(String name, long fromNanos, double seconds) {}

    /** As text that {@link #fromJson} reads. */
    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of numbers and names have a JSON form", e);
        }
    }

    /** What {@link #toJson} wrote. */
    public static Recorded fromJson(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, Recorded.class);
    }

    /** The same with all workers in one line, for a page that would have too many. */
    Recorded inOneLine() {
        if (workers.size() < 2) {
            return this;
        }
        List<Double> busy = new ArrayList<>();
        List<Double> parked = new ArrayList<>();
        for (int column = 0; column < writing.size(); column++) {
            int at = column;
            busy.add(mean(
                    workers.stream().mapToDouble(line -> line.busy().get(at)).sum()));
            parked.add(mean(
                    workers.stream().mapToDouble(line -> line.parked().get(at)).sum()));
        }
        WorkerLine all = new WorkerLine(
                -1,
                -1,
                workers.stream().mapToLong(WorkerLine::executed).sum(),
                workers.stream().mapToLong(WorkerLine::steals).sum(),
                workers.stream().mapToLong(WorkerLine::failedSteals).sum(),
                workers.stream().mapToDouble(WorkerLine::busySeconds).sum(),
                workers.stream().mapToDouble(WorkerLine::parkedSeconds).sum(),
                cpuSeconds(),
                workers.get(0).firstColumn(),
                busy,
                parked);
        return with(List.of(all), flame);
    }

    private double mean(double sum) {
        return Math.round(1000 * sum / workers.size()) / 1000.0;
    }

    /** CPU time of all workers, or null when that of one is not known. */
    @Nullable Double cpuSeconds() {
        double sum = 0;
        for (WorkerLine line : workers) {
            if (line.cpuSeconds() == null) {
                return null;
            }
            sum += line.cpuSeconds();
        }
        return workers.isEmpty() ? null : sum;
    }

    Recorded withoutFlame() {
        return with(workers, Flame.EMPTY);
    }

    private Recorded with(List<WorkerLine> lines, Flame stacks) {
        return new Recorded(
                executor,
                file,
                bytes,
                droppedSeconds,
                hardwareThreads,
                lines,
                writing,
                pauses,
                load,
                cases,
                phases,
                stacks);
    }

    static final Comparator<LongCase> LONGEST_FIRST =
            Comparator.comparingDouble(LongCase::seconds).reversed();
}

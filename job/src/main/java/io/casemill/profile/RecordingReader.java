package io.casemill.profile;

import io.casemill.profile.Recorded.LongCase;
import io.casemill.profile.Recorded.Pauses;
import io.casemill.profile.Recorded.PhaseTime;
import io.casemill.profile.Recorded.WorkerLine;
import io.casemill.profile.WorkerSeries.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Counts out one recording, event by event. Used once, by one thread. */
final class RecordingReader {
    /** Cases shown, and those kept to find out which one kept the others waiting. */
    private static final int CASES = 20;

    private final Window window;
    private final String turn;
    private final Map<Integer, WorkerSeries> workers = new TreeMap<>();
    private final double[] writing;
    private final double[] paused;
    private final LoadSeries load;
    private final TopCases longest = new TopCases(CASES, Comparator.comparingDouble(LongCase::seconds));
    private final TopCases last = new TopCases(CASES, Comparator.comparingLong(LongCase::toNanos));
    private final List<PhaseTime> phases = new ArrayList<>();
    private final FlameTree flame = new FlameTree();
    private int pauses;
    private double pauseSeconds;
    private double longestPause;
    private @Nullable Integer hardwareThreads;
    private long earliest = Long.MAX_VALUE;

    RecordingReader(Window window, String turn) {
        this.window = window;
        this.turn = turn;
        this.writing = new double[window.columns()];
        this.paused = new double[window.columns()];
        this.load = new LoadSeries(window);
    }

    /**
     * @param executor whose recording it is
     * @param kept where its file is kept, or null
     * @param started when recording began
     */
    Recorded read(Path file, String executor, @Nullable String kept, Instant started) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                read(recording.readEvent());
            }
        }
        List<WorkerLine> lines = new ArrayList<>();
        workers.forEach((worker, series) -> lines.add(series.line(worker, window)));
        List<LongCase> cases = new ArrayList<>(longest.all());
        last.all().stream().filter(each -> !cases.contains(each)).forEach(cases::add);
        cases.sort(Recorded.LONGEST_FIRST);
        phases.sort(Comparator.comparingLong(PhaseTime::fromNanos));
        return new Recorded(
                executor,
                kept,
                Files.size(file),
                earliest == Long.MAX_VALUE ? 0 : Math.max(0, (earliest - Window.nanos(started)) / 1e9),
                hardwareThreads,
                lines,
                window.shares(writing),
                new Pauses(pauses, pauseSeconds, longestPause, window.shares(paused)),
                load.load(),
                cases,
                phases,
                flame.flame());
    }

    private void read(RecordedEvent event) {
        earliest = Math.min(earliest, Window.nanos(event.getEndTime()));
        switch (event.getEventType().getName()) {
            case Names.WORKER -> tick(event);
            case Names.CASE -> ranCase(event);
            case Names.FLUSH -> window.spread(writing, from(event), to(event), seconds(event));
            case Names.PHASE -> phases.add(new PhaseTime(text(event, "name"), from(event), seconds(event)));
            case Names.GC_PAUSE -> pause(event);
            case Names.CPU_LOAD ->
                load.add(
                        to(event),
                        event.getFloat("jvmUser") + event.getFloat("jvmSystem"),
                        event.getFloat("machineTotal"));
            case Names.CPU_INFORMATION -> hardwareThreads = event.getInt("hwThreads");
            case Names.EXECUTION_SAMPLE -> sample(Stacks.running(event));
            case Names.NATIVE_SAMPLE -> sample(Stacks.inNative(event));
            default -> {
                // For people with JDK Mission Control.
            }
        }
    }

    private void tick(RecordedEvent event) {
        if (!turn.equals(event.getString("run"))) {
            return;
        }
        workers.computeIfAbsent(event.getInt("worker"), worker -> new WorkerSeries())
                .add(new Tick(
                        to(event),
                        event.getLong("elapsed"),
                        event.getLong("busy"),
                        event.getLong("parked"),
                        event.getLong("cpu"),
                        event.getLong("executed"),
                        event.getLong("steals"),
                        event.getLong("failedSteals"),
                        event.getInt("core")));
    }

    private void ranCase(RecordedEvent event) {
        LongCase ran = new LongCase(
                event.getLong("caseId"), event.getInt("worker"), text(event, "outcome"), from(event), seconds(event));
        longest.add(ran);
        last.add(ran);
    }

    private void pause(RecordedEvent event) {
        double inside = seconds(event) * window.share(from(event), to(event));
        if (inside > 0) {
            pauses++;
            pauseSeconds += inside;
            longestPause = Math.max(longestPause, inside);
            window.spread(paused, from(event), to(event), seconds(event));
        }
    }

    private void sample(@Nullable List<String> stack) {
        if (stack != null) {
            flame.add(stack, 1);
        }
    }

    private static String text(RecordedEvent event, String field) {
        String text = event.getString(field);
        return text == null ? "" : text;
    }

    private static long from(RecordedEvent event) {
        return Window.nanos(event.getStartTime());
    }

    private static long to(RecordedEvent event) {
        return Window.nanos(event.getEndTime());
    }

    private static double seconds(RecordedEvent event) {
        return event.getDuration().toNanos() / 1e9;
    }
}

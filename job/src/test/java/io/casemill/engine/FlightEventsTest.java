package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engine tells a flight recorder, and that it costs nothing while there is none. */
@Tag("ENG-22")
@Timeout(60)
class FlightEventsTest {

    private static final Ledger.Act NOTHING = (index, worker) -> {};

    private final Path folder;

    FlightEventsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Recording recording() {
        Recording recording = new Recording();
        for (String name : List.of("Chunk", "Park", "Steal", "WorkerLost")) {
            recording.enable("io.casemill." + name).withThreshold(Duration.ZERO).withoutStackTrace();
        }
        recording.enable("io.casemill.Worker");
        recording.start();
        return recording;
    }

    private List<RecordedEvent> stopped(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> !ofAnExecutor(event.getThread()))
                .toList();
    }

    /** Recordings see the whole JVM, in which another test may just be ending. */
    private static boolean ofAnExecutor(@Nullable RecordedThread thread) {
        return thread != null
                && thread.getJavaName() != null
                && thread.getJavaName().startsWith("casemill-");
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.casemill." + name))
                .toList();
    }

    @Test
    void a_chunk_says_which_worker_ran_how_many_steps() throws Exception {
        Ledger ledger = new Ledger(5, NOTHING);
        List<RecordedEvent> events;
        try (Recording recording = recording()) {
            try (Engine engine = Engines.start(1);
                    Lane lane = engine.lane(7)) {
                Engines.awaitAsleep(engine);
                lane.submit(ledger, 0, 5);
                ledger.awaitOnceEach();
            }
            events = stopped(recording);
        }
        assertThat(of(events, "Chunk")).singleElement().satisfies(event -> {
            assertThat(event.getInt("worker")).isZero();
            assertThat(event.getLong("lane")).isEqualTo(7);
            assertThat(event.getInt("steps")).isEqualTo(5);
            assertThat(event.getThread().getJavaName()).endsWith("-worker-0");
        });
        assertThat(of(events, "Park"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getInt("worker")).isZero());
    }

    @Test
    void a_steal_names_thief_and_victim() throws Exception {
        CountDownLatch otherHalf = new CountDownLatch(1);
        Ledger ledger = new Ledger(8, (index, worker) -> {
            if (index == 0) {
                otherHalf.await();
            } else if (index == 7) {
                otherHalf.countDown();
            }
        });
        List<RecordedEvent> events;
        try (Recording recording = recording()) {
            try (Engine engine = Engines.start(2);
                    Lane lane = engine.lane(0)) {
                Engines.awaitAsleep(engine);
                lane.submit(ledger, 0, 8);
                ledger.awaitOnceEach();
            }
            events = stopped(recording);
        }
        assertThat(of(events, "Steal"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getInt("thief") + event.getInt("victim"))
                        .isEqualTo(1));
    }

    @Test
    void a_lost_worker_is_recorded_with_the_reason() throws Exception {
        ManualClock clock = new ManualClock();
        Deaf deaf = new Deaf();
        List<RecordedEvent> events;
        try (Recording recording = recording()) {
            try (Engine engine = Engines.start(1, clock);
                    Lane lane = engine.lane(0)) {
                Ledger ledger = new Ledger(1, deaf) {
                    @Override
                    public long timeoutNanos(int index) {
                        return 1;
                    }
                };
                lane.submit(ledger, 0, 1);
                deaf.awaitBegun();
                clock.advance(Engines.GRACE);
                deaf.awaitInterrupted();
                clock.advance(Engines.GRACE);
                ledger.awaitOnceEach();
                deaf.release();
            }
            events = stopped(recording);
        }
        assertThat(of(events, "WorkerLost")).singleElement().satisfies(event -> {
            assertThat(event.getString("reason")).contains("stuck");
            assertThat(event.getInt("lost")).isEqualTo(1);
        });
    }

    @Test
    void the_last_tick_of_a_worker_counts_all_since_the_first() throws Exception {
        Ledger before = new Ledger(3, NOTHING);
        Ledger counted = new Ledger(40, NOTHING);
        List<RecordedEvent> events;
        try (Recording recording = recording()) {
            try (Engine engine = Engines.start(1);
                    Lane lane = engine.lane(0)) {
                lane.submit(before, 0, 3);
                before.awaitOnceEach();
                Engines.awaitAsleep(engine);
                WorkerTicks ticks = WorkerTicks.begin(engine, "run/1");
                lane.submit(counted, 0, 40);
                counted.awaitOnceEach();
                Engines.awaitAsleep(engine);
                ticks.close();
                ticks.close();
            }
            events = stopped(recording);
        }
        List<RecordedEvent> ticks = of(events, "Worker");
        // The file has the events of one thread after those of another.
        RecordedEvent last = ticks.stream()
                .max(Comparator.comparingLong(tick -> tick.getLong("elapsed")))
                .orElseThrow();
        assertThat(ticks).allSatisfy(tick -> assertThat(tick.getString("run")).isEqualTo("run/1"));
        assertThat(last.getLong("executed")).isEqualTo(40);
        assertThat(last.getLong("busy")).isPositive().isLessThanOrEqualTo(last.getLong("elapsed"));
        assertThat(last.getLong("cpu")).isGreaterThanOrEqualTo(0);
    }

    @Test
    void ticks_become_rarer_as_a_run_grows() {
        long hour = 3_600_000_000_000L;
        long at = 0;
        int count = 0;
        while (at < 240 * hour) {
            // The recorder asks every 20 ms.
            at = Math.max(at + 20_000_000, WorkerTicks.after(at));
            count++;
        }
        assertThat(WorkerTicks.after(hour) - hour).isEqualTo(hour / 256);
        assertThat(count).isBetween(1_000, 5_000);
    }

    @Test
    void nobody_records_nothing_is_made() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Chunk chunk = new Chunk(laneOfNoEngine(), new Ledger(1, NOTHING), 0, 1);
        record(chunk, 1);
        long before = threads.getThreadAllocatedBytes(thread);
        record(chunk, 100_000);
        long made = threads.getThreadAllocatedBytes(thread) - before;

        // One object per round would be above a megabyte.
        assertThat(made).isLessThan(10_000);
        assertThat(ChunkEvent.start()).isNull();
        assertThat(ParkEvent.start()).isNull();
    }

    private static void record(Chunk chunk, int rounds) {
        for (int i = 0; i < rounds; i++) {
            ChunkEvent.end(ChunkEvent.start(), 0, chunk, 1);
            ParkEvent.end(ParkEvent.start(), 0);
            StealEvent.record(0, 1);
            WorkerLostEvent.record(0, "reason", 1);
        }
    }

    private static Lane laneOfNoEngine() {
        return new Lane(new Crew(Engines.options(1), Clock.system()), 0, 0);
    }

    @Test
    void events_have_names_labels_and_descriptions() {
        List<EventType> types = Stream.of(
                        ChunkEvent.class, ParkEvent.class, StealEvent.class, WorkerLostEvent.class, WorkerEvent.class)
                .map(EventType::getEventType)
                .toList();

        assertThat(types)
                .extracting(EventType::getName)
                .containsExactly(
                        "io.casemill.Chunk",
                        "io.casemill.Park",
                        "io.casemill.Steal",
                        "io.casemill.WorkerLost",
                        "io.casemill.Worker");
        assertThat(types).allSatisfy(type -> {
            assertThat(type.getLabel()).isNotBlank();
            assertThat(type.getDescription()).isNotBlank();
            assertThat(type.getCategoryNames()).containsExactly("Casemill");
        });
    }
}

package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.profile.Window;
import io.casemill.runner.Outcome;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.ErrorClass;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task attempts under a flight recorder. */
@Tag("ENG-22")
class CaseEventTest extends TaskAttemptFixture {

    CaseEventTest(@TempDir Path folder) {
        super(folder);
    }

    private List<RecordedEvent> recorded(@Nullable Duration threshold, double... x) throws Exception {
        try (Recording recording = new Recording()) {
            var settings = recording.enable("io.casemill.Case");
            if (threshold != null) {
                settings.withThreshold(threshold);
            }
            recording.enable("io.casemill.SegmentFlush");
            recording.start();
            run(1, cases(x));
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.casemill." + name))
                .toList();
    }

    @Test
    void a_case_is_recorded_with_worker_and_outcome_and_its_segment_with_rows() throws Exception {
        List<RecordedEvent> events = recorded(Duration.ZERO, 1, -1);

        assertThat(of(events, "Case"))
                .extracting(event -> event.getLong("caseId") + " " + event.getString("outcome") + " on "
                        + event.getInt("worker") + " of " + event.getInt("partition"))
                .containsExactlyInAnyOrder("0 completed on 0 of 0", "1 error on 0 of 0");
        assertThat(of(events, "SegmentFlush")).singleElement().satisfies(event -> {
            assertThat(event.getLong("rows")).isEqualTo(2);
            assertThat(event.getLong("bytes")).isPositive();
            assertThat(event.getString("path")).startsWith("status/e000001/p00000");
        });
    }

    @Test
    void short_cases_do_not_swamp_a_recording() throws Exception {
        double[] x = new double[2_000];
        java.util.Arrays.fill(x, 3);

        assertThat(of(recorded(null, x), "Case")).hasSizeLessThan(500);
    }

    @Test
    void nobody_records_nothing_is_made() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Outcome outcome = Outcome.Failed.of(ErrorClass.ERROR, "message");
        record(outcome, 1);
        long before = threads.getThreadAllocatedBytes(thread);
        record(outcome, 100_000);

        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
        assertThat(CaseEvent.start()).isNull();
    }

    private static void record(Outcome outcome, int rounds) {
        for (int i = 0; i < rounds; i++) {
            CaseEvent.end(CaseEvent.start(), 0, i, 0, 0, outcome);
        }
    }

    @Test
    void a_profiled_run_leaves_a_recording_that_knows_its_workers() throws Exception {
        ExecutorRuntime executor = start(2);
        RunSetup setup = setup("run").withProfile();
        Instant began = Instant.now();
        TaskAttempt.run(executor, setup, new TaskId(0, 0, 0, "1", "host"), range(0, 50), this::tally, () -> false);
        Window window = Window.between(began, Instant.now());

        var recorded = Objects.requireNonNull(executor.endProfile(setup, "1", window));

        assertThat(recorded.executor()).isEqualTo("1");
        assertThat(recorded.file()).isEqualTo("profile/e000001/1.jfr");
        assertThat(recorded.workers()).hasSize(2);
        assertThat(recorded.workers().stream()
                        .mapToLong(line -> line.executed())
                        .sum())
                .isEqualTo(50);
        try (Store store = Stores.open(root)) {
            assertThat(store.list("profile/e000001"))
                    .extracting(Store.Entry::name)
                    .containsExactly("1.jfr");
        }
        assertThat(executor.endProfile(setup, "1", window)).isNull();
    }

    @Test
    void a_run_without_profile_leaves_none() throws IOException, InterruptedException {
        ExecutorRuntime executor = start(1);
        run(executor, 0, cases(1), () -> false);

        assertThat(executor.endProfile(setup("run"), "1", new Window(0, 1, 1))).isNull();
        try (Store store = Stores.open(root)) {
            assertThat(store.folders("profile")).isEmpty();
        }
    }
}

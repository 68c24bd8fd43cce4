package io.casemill.profile;

import static io.casemill.profile.Recordings.all;
import static io.casemill.profile.Recordings.between;
import static io.casemill.profile.Recordings.course;
import static io.casemill.profile.Recordings.longCase;
import static io.casemill.profile.Recordings.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.casemill.profile.Budget.Share;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which part is named, on made-up recordings of two workers whose cases ran for ten seconds. */
@Tag("ENG-22")
class BottleneckTest {

    private static Profile profile(String runner, Course course, Recorded... recorded) {
        return Profile.of(
                new Profile.Subject("sweep", "sweep-1", 1, runner, null),
                course,
                Recordings.WINDOW,
                List.of(recorded),
                List.of());
    }

    private static Bottleneck bottleneck(String runner, Course course, Recorded... recorded) {
        Profile profile = profile(runner, course, recorded);
        double sum = profile.budget().stream().mapToDouble(Share::seconds).sum();
        assertThat(sum)
                .as("the budget is all of the workers' time")
                .isCloseTo(profile.workers() * profile.wallSeconds(), within(1e-6));
        return Objects.requireNonNull(profile.bottleneck());
    }

    private static Recorded twoWorkers(@Nullable Double cpuOfEach, double... busy) {
        return Recordings.of(worker(0, cpuOfEach, busy), worker(1, cpuOfEach, busy));
    }

    @Test
    void busyOnCpu_isCpuOfTheCases() {
        Bottleneck found = bottleneck("function", course(0.5, 0.5), twoWorkers(9.0, all(1)));

        assertThat(found.part()).isEqualTo(Part.CPU);
        assertThat(found.share()).isCloseTo(18.0 / 22, within(1e-9));
        assertThat(found.sentence()).startsWith("CPU of the cases: 82 % of the workers' time; ");
    }

    @Test
    void busyOffCpu_isWaitingInsideTheCases() {
        assertThat(bottleneck("function", course(0, 0), twoWorkers(1.0, all(1))).part())
                .isEqualTo(Part.WAITING);
    }

    @Test
    void busyWithCpuTimeUnknown_isNotToldApart() {
        assertThat(bottleneck("function", course(0, 0), twoWorkers(null, all(1)))
                        .part())
                .isEqualTo(Part.CASES);
    }

    @Test
    void busyWithPrograms_isExternalProcesses() {
        Bottleneck found = bottleneck("ngspice", course(1, 1), twoWorkers(1.0, all(0.95)));

        assertThat(found.part()).isEqualTo(Part.EXTERNAL);
        assertThat(found.sentence()).contains("external processes").contains("71 %");
    }

    @Test
    void workersOwnCpuAroundPrograms_isTheStartingOfPrograms() {
        assertThat(bottleneck("command", course(0, 0), twoWorkers(8.0, all(1))).part())
                .isEqualTo(Part.SUPERVISION);
    }

    @Test
    void oneCaseToTheEnd_isNamed() {
        Recorded recorded = Recordings.of(
                List.of(worker(0, 9.0, all(1)), worker(1, 2.0, between(0, 2))),
                all(0),
                0,
                List.of(longCase(7, 0.5, 1.5), longCase(42, 1.5, 10)),
                Flame.EMPTY);

        Bottleneck found = bottleneck("function", course(0.5, 0.5), recorded);

        assertThat(found.part()).isEqualTo(Part.LONG_CASE);
        assertThat(found.caseId()).isEqualTo(42);
        assertThat(found.share()).isCloseTo(8.0 / 22, within(1e-9));
        assertThat(found.sentence())
                .startsWith("one long case, 42: 36 % of the workers' time; it ran 8.50 s, up to 8.00 s of it");
    }

    @Test
    void manyCasesToTheEndOnOneWorker_areAnIdleTail() {
        Recorded recorded = Recordings.of(
                List.of(worker(0, 9.0, all(1)), worker(1, 1.0, between(0, 1))),
                all(0),
                0,
                List.of(longCase(1, 1, 4), longCase(2, 4, 7), longCase(3, 7, 10)),
                Flame.EMPTY);

        Bottleneck found = bottleneck("function", course(0, 0), recorded);

        assertThat(found.part()).isEqualTo(Part.TAIL);
        assertThat(found.caseId()).isNull();
        assertThat(found.sentence()).contains("idle for up to 9.00 s at the end");
    }

    @Test
    void aWorkerThatNeverHadACase_isInTheTailFromTheFirstCaseOn() {
        Recorded recorded = Recordings.of(
                List.of(worker(0, 8.0, between(2, 10)), worker(1, 0.0, all(0))),
                all(0),
                0,
                List.of(longCase(0, 2, 10)),
                Flame.EMPTY);
        Profile profile = profile("function", course(0, 0), recorded);

        assertThat(profile.budget())
                .extracting(share -> share.part() + " " + Math.round(share.seconds()))
                .containsExactlyInAnyOrder("ADMISSION 4", "CPU 8", "LONG_CASE 8");
    }

    @Test
    void idleInBetween_isAdmissionUnlessRowsAreWritten() {
        double[] sparse = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2};
        Recorded quiet = twoWorkers(2.0, sparse);
        Recorded writing = Recordings.of(quiet.workers(), all(0.9), 0, List.of(), Flame.EMPTY);

        assertThat(bottleneck("function", course(0, 0), quiet).part()).isEqualTo(Part.ADMISSION);
        Bottleneck found = bottleneck("function", course(0, 0), writing);
        assertThat(found.part()).isEqualTo(Part.STATUS);
        assertThat(found.share()).isCloseTo(0.72, within(1e-9));
    }

    @Test
    void pausesInTheMiddleOfCases_areGarbageCollection() {
        Recorded recorded = Recordings.of(twoWorkers(3.0, all(1)).workers(), all(0), 6, List.of(), Flame.EMPTY);

        Bottleneck found = bottleneck("function", course(0, 0), recorded);

        assertThat(found.part()).isEqualTo(Part.GC);
        assertThat(found.sentence()).contains("60 %").contains("larger heap");
    }

    @Test
    void longBeforeTheCases_isStarting() {
        assertThat(bottleneck("function", course(20, 0), twoWorkers(9.0, all(1)))
                        .part())
                .isEqualTo(Part.START);
    }

    @Test
    void longAfterTheCases_isGathering() {
        assertThat(bottleneck("function", course(0, 20), twoWorkers(9.0, all(1)))
                        .part())
                .isEqualTo(Part.GATHER);
    }

    @Test
    void aLossBelowAThird_leavesTheNameToTheWork() {
        // The start takes 4 of 14 seconds, the cases 10.
        assertThat(bottleneck("function", course(4, 0), twoWorkers(10.0, all(1)))
                        .part())
                .isEqualTo(Part.CPU);
        assertThat(bottleneck("function", course(6, 0), twoWorkers(10.0, all(1)))
                        .part())
                .isEqualTo(Part.START);
    }

    @Test
    void noWorkerRecorded_nothingIsMadeUp() {
        Profile profile = profile("function", course(1, 1), Recordings.of());

        assertThat(profile.bottleneck()).isNull();
        assertThat(profile.speedUp()).isNull();
        assertThat(profile.efficiency()).isNull();
        assertThat(profile.busySeconds()).isNull();
        assertThat(profile.budget()).isEmpty();
        assertThat(profile.toJson()).contains("\"speed_up\":null").contains("\"bottleneck\":null");
    }

    @Test
    void speedUpAndEfficiency_followFromBusyTime() {
        Profile profile =
                profile("function", course(1, 1), Recordings.of(worker(0, 1.0, all(1)), worker(1, 1.0, all(0.5))));

        assertThat(profile.busySeconds()).isCloseTo(15, within(1e-9));
        assertThat(profile.speedUp()).isCloseTo(1.5, within(1e-9));
        assertThat(profile.efficiency()).isCloseTo(0.75, within(1e-9));
    }

    @net.jqwik.api.Tag("ENG-22")
    @Property(tries = 200)
    void everySecondOfEveryWorker_isInOnePart(
            @ForAll @Size(10) List<@DoubleRange(min = 0, max = 1) Double> first,
            @ForAll @Size(10) List<@DoubleRange(min = 0, max = 1) Double> second,
            @ForAll @DoubleRange(min = 0, max = 1) double writing,
            @ForAll @DoubleRange(min = 0, max = 12) double pauses,
            @ForAll @DoubleRange(min = 0, max = 30) double cpu) {
        double[] a = first.stream().mapToDouble(Double::doubleValue).toArray();
        double[] b = second.stream().mapToDouble(Double::doubleValue).toArray();
        Recorded recorded = Recordings.of(
                List.of(worker(0, cpu, a), worker(1, cpu, b)), all(writing), pauses, List.of(), Flame.EMPTY);

        bottleneck("function", course(1, 2), recorded);
    }

    @Test
    void whatIsMissing_isNoted() {
        Recorded full = new Recorded(
                "3",
                null,
                10,
                120,
                null,
                List.of(worker(0, null, all(1))),
                java.util.Collections.nCopies(10, 0.0),
                Recordings.of().pauses(),
                new Recorded.Load(List.of(), List.of(), 0.1, 0.99),
                List.of(),
                List.of(),
                Flame.EMPTY);
        Profile profile = Profile.of(
                new Profile.Subject("sweep", "sweep-1", 1, "function", "no threads"),
                course(0, 0),
                Recordings.WINDOW,
                List.of(full),
                List.of("5", "6"));

        assertThat(profile.notes())
                .anyMatch(note -> note.contains("missing here: 5, 6"))
                .anyMatch(note -> note.contains("first 120 s are missing"))
                .anyMatch(note -> note.contains("could not be kept"))
                .anyMatch(note -> note.endsWith("not counted here: no threads"))
                .anyMatch(note -> note.contains("CPU time of the workers of 3 is not known"))
                .anyMatch(note -> note.contains("Other programs kept the machines busy"));
    }
}

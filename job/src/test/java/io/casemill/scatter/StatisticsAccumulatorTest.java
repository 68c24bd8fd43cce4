package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.engine.RunTimes;
import io.casemill.engine.WorkerStatistics;
import io.casemill.executor.EngineStatistics;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-21")
class StatisticsAccumulatorTest {

    private static EngineStatistics snapshot(String executor, long since, long nanos, long executed) {
        WorkerStatistics worker = new WorkerStatistics(0, -1, executed, 0, 0, 0, 0, 0, 0, 0, RunTimes.NONE);
        return new EngineStatistics(executor, since, nanos, List.of(worker), WorkerStatistics.total(List.of()), 0);
    }

    private static StatisticsAccumulator of(EngineStatistics... snapshots) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        List.of(snapshots).forEach(accumulator::add);
        return accumulator;
    }

    @Test
    void merge_ofManyTasks_keepsTheLatestOfEachStay() {
        StatisticsAccumulator all = of();
        all.merge(of(snapshot("1", 5, 300, 30)));
        all.merge(of(snapshot("1", 5, 200, 20)));
        all.merge(of(snapshot("1", 9, 100, 7)));
        all.merge(of(snapshot("2", 5, 100, 1)));

        assertThat(all.value())
                .containsExactlyInAnyOrder(
                        snapshot("1", 5, 300, 30), snapshot("1", 9, 100, 7), snapshot("2", 5, 100, 1));
    }

    @Test
    void copyAndReset_areIndependentOfTheOriginal() {
        StatisticsAccumulator original = of(snapshot("1", 5, 100, 1));
        StatisticsAccumulator copy = original.copy();
        copy.add(snapshot("2", 5, 100, 1));

        assertThat(original.value()).hasSize(1);
        assertThat(copy.value()).hasSize(2);
        original.reset();
        assertThat(original.isZero()).isTrue();
        assertThat(copy.isZero()).isFalse();
        assertThat(original.excludeFromHeartbeat()).isTrue();
    }
}

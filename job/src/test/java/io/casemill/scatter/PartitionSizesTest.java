package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartitionSizesTest {

    @Property(tries = 100)
    void cut_coversExactlyTheUnsettledCases(
            @ForAll @LongRange(min = 0, max = 2_000) long size,
            @ForAll @IntRange(min = 1, max = 64) int slots,
            @ForAll @IntRange(min = 1, max = 20) int together,
            @ForAll @LongRange(min = 1, max = 500) long largest,
            @ForAll @Size(max = 200) Set<@LongRange(min = 0, max = 1_999) Long> done) {
        CaseSet.Builder builder = new CaseSet.Builder();
        done.stream().filter(id -> id < size).forEach(builder::add);
        CaseSet settled = builder.build();

        List<CaseRange> partitions = new PartitionSizes(slots, together, largest).cut(size, settled);

        long covered = 0;
        long end = 0;
        for (CaseRange partition : partitions) {
            assertThat(partition.range().from()).isEqualTo(end);
            end = partition.range().to();
            long toRun = partition.range().size() - settled.count(partition.range());
            assertThat(toRun).isBetween(1L, largest);
            covered += toRun;
        }
        assertThat(covered).isEqualTo(size - settled.size());
    }

    @Test
    @Tag("SWP-10")
    void cut_moreWorkersThanSlots_everyPartitionFeedsItsShareOfThem() {
        List<CaseRange> partitions = new PartitionSizes(2, 4, 50_000).cut(103, CaseSet.none());

        assertThat(partitions.subList(0, partitions.size() - 1))
                .allSatisfy(partition -> assertThat(partition.size()).isGreaterThanOrEqualTo(4));
    }

    @Property(tries = 100)
    void cut_neverGrowsTowardsTheEnd(
            @ForAll @LongRange(min = 1, max = 10_000_000) long size, @ForAll @IntRange(min = 1, max = 300) int slots) {
        List<CaseRange> partitions = new PartitionSizes(slots, 1, 50_000).cut(size, new CaseSet.Builder().build());

        assertThat(partitions.stream().map(partition -> -partition.range().size()))
                .isSorted();
        assertThat(partitions.get(partitions.size() - 1).range().to()).isEqualTo(size);
    }

    @net.jqwik.api.Tag("SWP-13")
    @Property(tries = 20)
    void cut_largeCluster_givesTheDriverNoMoreTasksThanItLaunchesInTime(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long size,
            @ForAll @IntRange(min = 1, max = 200_000) int slots) {
        assertThat(new PartitionSizes(slots, 1, 50_000).cut(size, CaseSet.none()))
                .hasSizeLessThanOrEqualTo(40_000);
    }
}

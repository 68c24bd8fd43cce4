package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CpuChoicePropertyTest {

    private static final int CPUS = 16;

    /** Two nodes of two complexes of two cores of two threads. */
    private final Topology topology = new Topology(IntStream.range(0, CPUS)
            .mapToObj(cpu -> new Cpu(cpu, cpu % 8 / 4, cpu % 8 / 2 * 2, cpu % 8))
            .toList());

    @Tag("ENG-06")
    @Property(tries = 200)
    void the_choice_is_free_and_as_large_as_can_be(
            @ForAll @Size(max = CPUS) List<@IntRange(min = 0, max = CPUS - 1) Integer> allowed,
            @ForAll @Size(max = CPUS) List<@IntRange(min = 0, max = CPUS - 1) Integer> taken,
            @ForAll @IntRange(min = 0, max = CPUS + 4) int wanted) {
        CpuSet all = new CpuSet(allowed);
        CpuSet free = new CpuSet(all.cpus().stream()
                .filter(cpu -> !new HashSet<>(taken).contains(cpu))
                .toList());

        CpuSet chosen = CpuChoice.choose(topology, all, free, wanted);

        assertThat(free.cpus()).containsAll(chosen.cpus());
        assertThat(chosen.size()).isEqualTo(Math.min(wanted, free.size()));
    }
}

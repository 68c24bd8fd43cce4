package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.affinity.Cpu;
import io.casemill.affinity.CpuSet;
import io.casemill.affinity.Topology;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DoctorTest {

    /** Two nodes of two complexes of two cores of two threads. */
    private final Topology topology = new Topology(IntStream.range(0, 16)
            .mapToObj(cpu -> new Cpu(cpu, cpu % 8 / 4, cpu % 8 / 2 * 2, cpu % 8))
            .toList());

    @Tag("ENG-07")
    @Test
    void topology_saysHowTheAllowedCpusLieTogether() {
        assertThat(Doctor.topology(topology, CpuSet.parse("0-5,8-13")).found())
                .isEqualTo("2 nodes (0-3,8-11 | 4-5,12-13), 3 core complexes (0-1,8-9 | 2-3,10-11 | 4-5,12-13),"
                        + " 6 physical cores");
        assertThat(Doctor.topology(new Topology(List.of()), CpuSet.parse("0-3")).found())
                .isEqualTo("1 node (0-3), 1 core complex (0-3), 4 physical cores");
    }

    @Tag("ENG-06")
    @Test
    void affinity_saysWhichCpusNoExecutorHolds() {
        CpuSet allowed = CpuSet.parse("0-3");

        assertThat(Doctor.affinity(allowed, allowed)).isEqualTo(Check.ok("affinity", "CPUs allowed: 0-3; free: all"));
        assertThat(Doctor.affinity(allowed, CpuSet.parse("2")))
                .isEqualTo(Check.ok("affinity", "CPUs allowed: 0-3; free: 2"));
        assertThat(Doctor.affinity(allowed, CpuSet.parse("")))
                .extracting(Check::level, Check::found)
                .containsExactly(Check.Level.WARN, "CPUs allowed: 0-3; free: none");
    }
}

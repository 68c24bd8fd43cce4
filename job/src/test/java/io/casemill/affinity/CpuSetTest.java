package io.casemill.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-06")
class CpuSetTest {

    @Test
    void parse_reads_ranges_and_single_cpus() {
        assertThat(CpuSet.parse(" 0-3,8,10-11\n").cpus()).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(CpuSet.parse("").size()).isZero();
    }

    @Test
    void parse_refuses_what_is_no_list() {
        assertThatThrownBy(() -> CpuSet.parse("0-x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid CPU list '0-x': write for example 0-3,8");
    }

    @Test
    void toString_writes_the_list_that_parse_reads() {
        assertThat(new CpuSet(List.of(11, 0, 1, 8, 2, 10, 8))).hasToString("0-2,8,10-11");
        assertThat(new CpuSet(List.of())).hasToString("");
    }

    @Test
    void a_negative_cpu_is_refused() {
        assertThatThrownBy(() -> new CpuSet(List.of(3, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid CPU: must be at least 0, is -1");
    }

    @Test
    void allowed_agrees_with_the_virtual_machine() throws IOException {
        assertThat(CpuSet.allowed().size())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void allowed_leaves_out_what_is_off_line(@TempDir Path folder) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nCpus_allowed_list:\t0-127\n");

        assertThat(CpuSet.allowed(status, folder)).hasToString("0-127");
        new SimulatedMachine(folder).write("cpu/online", "0,2-3");
        assertThat(CpuSet.allowed(status, folder)).hasToString("0,2-3");
    }
}

package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.sweep.ExecutionPolicy.Mode;
import io.casemill.sweep.Workers.ByLoad;
import io.casemill.sweep.Workers.Fixed;
import io.casemill.sweep.Workers.Load;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SWP-10")
class ExecutionPolicyTest {

    @Test
    void workers_followTheLoad_atLeastOne() {
        assertThat(workersOf(Load.CPU)).containsExactly(1, 2, 3, 8);
        assertThat(workersOf(Load.MEMORY)).containsExactly(1, 1, 1, 4);
        assertThat(workersOf(Load.IO)).containsExactly(2, 4, 6, 16);
        assertThat(workersOf(Load.MIXED)).containsExactly(2, 3, 5, 12);
    }

    private static List<Integer> workersOf(Load load) {
        return List.of(1, 2, 3, 8).stream().map(new ByLoad(load)::on).toList();
    }

    @Test
    void workers_asANumber_areThatManyOnAnyExecutor() {
        assertThat(new Fixed(5).on(1)).isEqualTo(5);
        assertThat(new Fixed(5).on(64)).isEqualTo(5);
        assertThatThrownBy(() -> new Fixed(0)).hasMessage("Invalid number of workers 0: must be from 1 to 4096");
    }

    @Test
    void workers_readWhatTheyWrite_andNothingElse() {
        for (Load load : Load.values()) {
            assertThat(Workers.parse(new ByLoad(load).text())).isEqualTo(new ByLoad(load));
        }
        assertThat(Workers.parse(new Fixed(4096).text())).isEqualTo(new Fixed(4096));
        for (String other : List.of("", "CPU", "gpu", "0", "4097", "99999", "-1", "1.5", "2x")) {
            assertThat(Workers.parse(other)).as(other).isNull();
        }
    }

    @Test
    @Tag("ENG-25")
    @Tag("RTC-10")
    void orderedModes_haveOneWorkerOrNone_whateverTheLoad() {
        assertThat(policy(Mode.PARALLEL).workers(4)).isEqualTo(8);
        assertThat(policy(Mode.DETERMINISTIC).workers(4)).isOne();
        assertThat(policy(Mode.INLINE).workers(4)).isZero();
    }

    private static ExecutionPolicy policy(Mode mode) {
        return new ExecutionPolicy(new ByLoad(Load.IO), 10, mode);
    }
}

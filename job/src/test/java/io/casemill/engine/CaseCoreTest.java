package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine does around a step, seen from the step's thread. */
@Tag("ENG-01")
class CaseCoreTest {

    /** Past the interpreter, which makes objects that compiled code does not. */
    private static final int WARM = 20_000;

    private static final int STEPS = 1_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void a_step_costs_no_memory() throws InterruptedException {
        long[] allocated = new long[WARM + STEPS];
        Steps steps = new Steps() {
            @Override
            public long timeoutNanos(int index) {
                return 60_000_000_000L;
            }

            @Override
            public void run(int index, Worker worker) {
                allocated[index] = THREADS.getCurrentThreadAllocatedBytes();
            }

            @Override
            public void stuck(int index, Worker worker) {}

            @Override
            public void skipped(int index) {}

            @Override
            public void failed(int index, Throwable thrown) {}
        };
        try (Engine engine = Engine.start(new EngineOptions("none", 0, Engines.GRACE, WorkerStart.NOTHING));
                Engine inline = engine.inline();
                Lane lane = inline.lane(0)) {
            lane.submit(steps, 0, allocated.length);
            assertThat(lane.serve()).isTrue();
        }

        assertThat(allocated[WARM + STEPS - 1] - allocated[WARM])
                .as("bytes that the thread allocated during %d steps", STEPS)
                .isZero();
    }
}

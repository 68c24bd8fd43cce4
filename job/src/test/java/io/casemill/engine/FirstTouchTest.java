package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker works in is made on its own thread, and after that thread was pinned. */
@Tag("ENG-08")
@Timeout(60)
class FirstTouchTest {

    @Test
    void counters_are_made_after_the_pin() {
        List<Boolean> made = new CopyOnWriteArrayList<>();
        Crew[] crew = new Crew[1];
        EngineOptions options = new EngineOptions("touch", 1, Engines.GRACE, worker -> {
            made.add(crew[0].at(worker).counters().isMade());
            return 3;
        });
        crew[0] = new Crew(options, Clock.system());
        crew[0].start();
        try {
            assertThat(made).containsExactly(false);
            assertThat(crew[0].at(0).counters().isMade()).isTrue();
        } finally {
            crew[0].close();
        }
    }

    @Test
    void local_instances_are_made_on_the_pinned_thread() throws InterruptedException {
        List<String> made = new CopyOnWriteArrayList<>();
        Ledger ledger = new Ledger(
                2,
                (index, worker) -> worker.local("arena", () -> {
                    made.add(Thread.currentThread().getName() + " on " + worker.core());
                    return () -> {};
                }));
        EngineOptions options = new EngineOptions("touch", 1, Engines.GRACE, worker -> 3);
        try (Engine engine = Engine.start(options);
                Lane lane = engine.lane(0)) {
            lane.submit(ledger, 0, 2);
            ledger.awaitOnceEach();
        }
        assertThat(made).containsExactly("touch-worker-0 on 3");
    }
}

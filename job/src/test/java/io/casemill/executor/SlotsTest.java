package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-01")
class SlotsTest {
    private final Slots slots = new Slots(4);
    private final List<String> taken = new ArrayList<>();

    private List<String> drain() {
        taken.clear();
        slots.drain((index, content) -> taken.add(index + " " + content));
        return taken;
    }

    @Test
    void drain_handsOverEachContentOnceWhileOthersAreMissing() {
        assertThat(drain()).isEmpty();
        slots.fill(2, "c");
        slots.fill(0, "a");
        assertThat(drain()).containsExactly("0 a", "2 c");
        assertThat(drain()).isEmpty();
        slots.fill(3, "d");
        slots.fill(1, "b");
        assertThat(drain()).containsExactly("1 b", "3 d");
    }

    @Test
    @Tag("ENG-16")
    void fill_byAThreadThatCameBackLate_changesNothing() {
        slots.fill(1, "stuck");
        slots.fill(1, "late");
        assertThat(drain()).containsExactly("1 stuck");
        slots.fill(1, "later");
        assertThat(drain()).isEmpty();
    }

    @Test
    void fill_fromAnotherThread_isSeenWhole() throws InterruptedException {
        int count = 10_000;
        Slots many = new Slots(count);
        Thread worker = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                many.fill(i, new int[] {i, i});
            }
        });
        worker.start();
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < count) {
            many.drain((index, content) -> {
                assertThat((int[]) content).containsExactly(index, index);
                seen.add(index);
            });
        }
        worker.join();
        assertThat(seen).hasSize(count).doesNotHaveDuplicates();
    }
}

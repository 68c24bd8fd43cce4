package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("ENG-02")
@Timeout(60)
class DequeTest {

    private final Ring<String> ring = new Ring<>(4);
    private final Deque<String> deque = new Deque<>(ring);
    private final Stealer<String> stealer = deque.stealer();

    @Test
    void owner_takes_the_youngest_and_thieves_the_oldest() {
        deque.push("a");
        deque.push("b");
        deque.push("c");

        assertThat(stealer.steal()).isEqualTo("a");
        assertThat(deque.pop()).isEqualTo("c");
        assertThat(deque.pop()).isEqualTo("b");
        assertThat(deque.pop()).isNull();
        assertThat(stealer.steal()).isNull();
    }

    @Test
    void push_refuses_when_full_and_has_room_after_a_steal() {
        for (int i = 0; i < 4; i++) {
            assertThat(deque.push("x" + i)).isTrue();
        }
        assertThat(deque.push("too many")).isFalse();

        assertThat(stealer.steal()).isEqualTo("x0");
        assertThat(deque.push("x4")).isTrue();
        assertThat(deque.push("too many")).isFalse();
        assertThat(stealer.steal()).isEqualTo("x1");
        assertThat(deque.pop()).isEqualTo("x4");
    }

    @Test
    void an_empty_deque_holds_no_element_in_memory() {
        for (int i = 0; i < 3; i++) {
            deque.push("stolen");
            stealer.steal();
        }
        deque.push("popped");
        deque.pop();

        assertThat(deque.pop()).isNull();
        for (int slot = 0; slot < ring.capacity(); slot++) {
            assertThat(ring.element(slot)).isNull();
        }
    }

    @Test
    void capacity_must_be_a_power_of_two() {
        assertThatThrownBy(() -> new Deque<String>(6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid deque capacity: must be a power of two, is 6");
    }

    @Test
    void every_element_is_taken_once_while_owner_and_thieves_race_for_the_last() throws InterruptedException {
        int elements = 200_000;
        int thieves = 2;
        Deque<Integer> raced = new Deque<>(4);
        AtomicIntegerArray taken = new AtomicIntegerArray(elements);
        CountDownLatch done = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < thieves; i++) {
            Thread thief = new Thread(() -> {
                while (done.getCount() > 0) {
                    Integer element = raced.stealer().steal();
                    if (element != null) {
                        taken.incrementAndGet(element);
                    }
                }
            });
            threads.add(thief);
            thief.start();
        }
        for (int next = 0; next < elements; ) {
            if (raced.push(next)) {
                next++;
            }
            Integer element = next % 3 == 0 ? raced.pop() : null;
            if (element != null) {
                taken.incrementAndGet(element);
            }
        }
        for (Integer element = raced.pop(); element != null; element = raced.pop()) {
            taken.incrementAndGet(element);
        }
        done.countDown();
        for (Thread thief : threads) {
            thief.join();
        }
        assertThat(IntStream.range(0, elements).filter(element -> taken.get(element) != 1))
                .isEmpty();
    }
}

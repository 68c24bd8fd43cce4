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
    void a_patient_thief_takes_one_that_stays_alone_and_the_oldest_of_several() {
        deque.push("a");
        assertThat(stealer.stealSettled(null)).isEqualTo("a");

        deque.push("b");
        deque.push("c");
        assertThat(stealer.stealSettled("c"::equals)).isNull();
        assertThat(stealer.stealSettled("b"::equals)).isEqualTo("b");
        assertThat(stealer.stealSettled("c"::equals)).isEqualTo("c");
        assertThat(stealer.stealSettled(null)).isNull();
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
    void a_deque_that_was_emptied_is_as_good_as_new() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(deque.push("r" + round + i)).isTrue();
            }
            assertThat(stealer.steal()).isEqualTo("r" + round + 0);
            assertThat(deque.pop()).isEqualTo("r" + round + 3);
            assertThat(stealer.steal()).isEqualTo("r" + round + 1);
            assertThat(deque.pop()).isEqualTo("r" + round + 2);
            assertThat(deque.isEmpty()).isTrue();
            assertThat(stealer.isEmpty()).isTrue();
        }
    }

    @Test
    void pop_of_what_is_not_the_youngest_any_more_takes_nothing() {
        deque.push("a");
        String looked = deque.youngest();
        assertThat(stealer.steal()).isEqualTo("a");

        assertThat(looked).isEqualTo("a");
        assertThat(deque.pop("a")).isFalse();
        assertThat(deque.youngest()).isNull();
    }

    @Test
    void a_look_at_the_youngest_leaves_it_to_thieves() {
        deque.push("a");

        assertThat(deque.youngest()).isEqualTo("a");
        assertThat(stealer.isEmpty()).isFalse();
        assertThat(stealer.steal()).isEqualTo("a");
    }

    @Test
    void stampede_of_thieves_takes_each_element_once_and_each_thief_the_oldest_first() throws InterruptedException {
        int thieves = 4;
        int elements = 1 << 14;
        Deque<Integer> full = new Deque<>(elements);
        for (int element = 0; element < elements; element++) {
            full.push(element);
        }
        CountDownLatch go = new CountDownLatch(thieves);
        List<List<Integer>> loot = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < thieves; i++) {
            List<Integer> own = new ArrayList<>();
            loot.add(own);
            threads.add(start(() -> {
                go.countDown();
                while (go.getCount() > 0) {
                    Thread.onSpinWait();
                }
                for (Integer stolen = full.stealer().steal();
                        stolen != null;
                        stolen = full.stealer().steal()) {
                    own.add(stolen);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(loot).allSatisfy(own -> assertThat(own).isSorted());
        assertThat(loot.stream().flatMap(List::stream).sorted())
                .containsExactlyElementsOf(IntStream.range(0, elements).boxed().toList());
    }

    @Test
    void starvation_every_thief_gets_something_from_an_owner_that_pops_as_fast() throws InterruptedException {
        int thieves = 2;
        Deque<Integer> busy = new Deque<>(4);
        CountDownLatch hungry = new CountDownLatch(thieves);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < thieves; i++) {
            threads.add(start(() -> {
                while (busy.stealer().steal() == null) {
                    Thread.onSpinWait();
                }
                hungry.countDown();
            }));
        }
        for (int element = 0; hungry.getCount() > 0; element++) {
            busy.push(element);
            busy.pop();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        return thread;
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
            threads.add(start(() -> {
                while (done.getCount() > 0) {
                    Integer element = raced.stealer().steal();
                    if (element != null) {
                        taken.incrementAndGet(element);
                    }
                }
            }));
        }
        for (int next = 0; next < elements; ) {
            boolean room = raced.push(next);
            if (room) {
                next++;
            }
            // Where thieves have no core of their own, the owner makes the room.
            Integer element = next % 3 == 0 || !room ? raced.pop() : null;
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

package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The channel's hazards one by one. */
@Tag("ENG-12")
@Timeout(60)
class ChannelTest {

    private final ManualClock clock = new ManualClock();
    private final Channel<Integer> channel = new Channel<>(2, clock);

    @Test
    void what_does_not_fit_is_refused_and_what_is_in_comes_out_in_order() {
        assertThat(channel.poll()).isNull();
        assertThat(channel.offer(1)).isTrue();
        assertThat(channel.offer(2)).isTrue();
        assertThat(channel.offer(3)).isFalse();

        assertThat(channel.poll()).isEqualTo(1);
        assertThat(channel.offer(4)).isTrue();
        assertThat(channel.poll()).isEqualTo(2);
        assertThat(channel.poll()).isEqualTo(4);
        assertThat(channel.poll()).isNull();
    }

    @Test
    void a_reserved_place_is_taken_until_it_is_filled_or_released() {
        assertThat(channel.reserve()).isTrue();
        assertThat(channel.reserve()).isTrue();
        assertThat(channel.offer(1)).isFalse();

        channel.release();
        assertThat(channel.offer(1)).isTrue();
        assertThat(channel.offer(2)).isFalse();
        channel.fill(3);

        assertThat(List.of(channel.poll(), channel.poll())).containsExactly(1, 3);
    }

    @Test
    void after_close_nothing_comes_in_and_nothing_is_lost() throws InterruptedException {
        channel.offer(1);
        channel.reserve();
        channel.close();

        assertThat(channel.offer(2)).isFalse();
        assertThat(channel.put(2)).isFalse();
        assertThat(channel.reserve()).isFalse();
        assertThat(channel.take()).isEqualTo(1);
        assertThat(channel.isEnded()).as("a place is promised").isFalse();
        channel.fill(3);
        assertThat(channel.take()).isEqualTo(3);
        assertThat(channel.isEnded()).isTrue();
        assertThat(channel.take()).isNull();
    }

    @Test
    void a_failure_is_told_after_the_last_item_and_the_first_one_counts() {
        IOException cause = new IOException("torn");
        channel.offer(1);
        channel.fail(cause);
        channel.fail(new IOException("later"));
        channel.close();

        assertThat(channel.poll()).isEqualTo(1);
        assertThatThrownBy(channel::poll)
                .isInstanceOf(CompletionException.class)
                .hasMessage("The channel failed: torn")
                .hasCause(cause);
        assertThatThrownBy(channel::take).hasCause(cause);
    }

    @Test
    void producers_wait_their_turn_and_nobody_overtakes_them() throws Exception {
        try (Threads threads = new Threads()) {
            channel.offer(1);
            channel.offer(2);
            Future<Boolean> third = threads.waiting(() -> channel.put(3));
            Future<Boolean> fourth = threads.waiting(() -> channel.put(4));

            assertThat(channel.poll()).isEqualTo(1);
            assertThat(third.get()).isTrue();
            assertThat(channel.offer(9)).as("full, and one waits").isFalse();
            assertThat(channel.poll()).isEqualTo(2);
            assertThat(fourth.get()).isTrue();
            assertThat(List.of(channel.poll(), channel.poll())).containsExactly(3, 4);
        }
    }

    @Test
    void consumers_wait_their_turn() throws Exception {
        try (Threads threads = new Threads()) {
            Future<Integer> first = threads.waiting(channel::take);
            Future<Integer> second = threads.waiting(channel::take);
            channel.offer(1);
            assertThat(first.get()).isEqualTo(1);
            channel.offer(2);
            assertThat(second.get()).isEqualTo(2);
        }
    }

    @Test
    void an_interrupted_producer_leaves_the_line_to_the_next() throws Exception {
        try (Threads threads = new Threads()) {
            channel.offer(1);
            channel.offer(2);
            Future<Boolean> third = threads.waiting(() -> channel.put(3));
            Thread thirds = threads.last();
            Future<Boolean> fourth = threads.waiting(() -> channel.put(4));

            thirds.interrupt();
            assertThatThrownBy(third::get).hasCauseInstanceOf(InterruptedException.class);
            channel.poll();
            assertThat(fourth.get()).isTrue();
            assertThat(List.of(channel.poll(), channel.poll())).containsExactly(2, 4);
        }
    }

    @Test
    void closing_ends_every_wait() throws Exception {
        try (Threads threads = new Threads()) {
            Future<Integer> first = threads.waiting(channel::take);
            Future<Integer> second = threads.waiting(channel::take);
            Channel<Integer> full = new Channel<>(1);
            full.offer(1);
            Future<Boolean> third = threads.waiting(() -> full.put(2));
            Future<Boolean> fourth = threads.waiting(() -> full.put(3));

            channel.close();
            full.close();

            assertThat(first.get()).isNull();
            assertThat(second.get()).isNull();
            assertThat(third.get()).isFalse();
            assertThat(fourth.get()).isFalse();
            assertThat(full.poll()).isEqualTo(1);
        }
    }

    @Test
    void listeners_hear_of_every_item_and_every_place() {
        List<String> heard = new ArrayList<>();
        channel.listen(() -> heard.add("item"), () -> heard.add("place"));

        channel.offer(1);
        channel.reserve();
        channel.fill(2);
        channel.offer(3);
        channel.poll();
        channel.reserve();
        channel.release();
        channel.close();

        assertThat(heard).containsExactly("item", "item", "place", "place", "item");
    }

    @Test
    void back_pressure_shows_in_the_statistics() throws Exception {
        channel.offer(1);
        channel.offer(2);
        channel.offer(3);
        clock.advance(Duration.ofNanos(70));
        channel.offer(3);
        assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(2, 2, 2, 2, 1, 70));
        clock.advance(Duration.ofNanos(30));
        channel.poll();
        channel.offer(3);
        assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(2, 2, 2, 3, 1, 100));

        try (Threads threads = new Threads()) {
            Future<Boolean> put = threads.waiting(() -> channel.put(4));
            clock.advance(Duration.ofNanos(5));
            channel.poll();
            put.get();
        }
        assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(2, 2, 2, 4, 2, 105));
    }

    @Test
    void in_a_stampede_each_item_arrives_once_and_in_the_order_of_its_producer() throws Exception {
        int producers = 4;
        int each = 5_000;
        List<Future<?>> done = new ArrayList<>();
        List<Future<List<Integer>>> taken = new ArrayList<>();
        try (Threads threads = new Threads()) {
            for (int producer = 0; producer < producers; producer++) {
                int from = producer * each;
                boolean waits = producer % 2 == 0;
                done.add(threads.start(() -> {
                    for (int i = from; i < from + each; i++) {
                        if (waits) {
                            channel.put(i);
                        } else {
                            while (!channel.offer(i)) {
                                // Those that wait in line need the lock, too.
                                LockSupport.parkNanos(1);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (int consumer = 0; consumer < 3; consumer++) {
                taken.add(threads.start(() -> {
                    List<Integer> items = new ArrayList<>();
                    for (Integer item = channel.take(); item != null; item = channel.take()) {
                        items.add(item);
                    }
                    return items;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            channel.close();
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> one : taken) {
                List<Integer> items = one.get();
                for (int producer = 0; producer < producers; producer++) {
                    int of = producer;
                    assertThat(items.stream().filter(item -> item / each == of)).isSorted();
                }
                all.addAll(items);
            }
            assertThat(all).hasSize(producers * each).doesNotHaveDuplicates();
        }
        assertThat(channel.statistics().highWater()).isLessThanOrEqualTo(2);
    }

    private interface Act<T> {
        @Nullable T run() throws Exception;
    }

    /** Threads of the test, ended with it. */
    private static final class Threads implements AutoCloseable {
        private final List<Thread> all = new ArrayList<>();

        <T> Future<T> start(Act<T> act) {
            FutureTask<T> task = new FutureTask<>(act::run);
            Thread thread = new Thread(task);
            all.add(thread);
            thread.start();
            return task;
        }

        /** Returns when the act waits. */
        <T> Future<T> waiting(Act<T> act) {
            Future<T> future = start(act);
            while (last().getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return future;
        }

        Thread last() {
            return all.get(all.size() - 1);
        }

        @Override
        public void close() {
            all.forEach(Thread::interrupt);
        }
    }
}

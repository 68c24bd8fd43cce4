package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("ENG-15")
@Timeout(60)
class WatchTest {

    private final Watch watch = new Watch();

    @Test
    void interrupt_of_an_activity_that_has_ended_does_nothing() {
        watch.begin(10);
        long first = watch.word();
        watch.end();
        watch.begin(20);

        assertThat(watch.interrupt(first, Thread.currentThread(), 99)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(watch.deadline()).isEqualTo(20);
        assertThat(watch.end()).isTrue();
    }

    @Test
    void end_clears_the_flag_of_an_interrupted_activity() {
        watch.begin(10);

        assertThat(watch.interrupt(watch.word(), Thread.currentThread(), 99)).isTrue();
        assertThat(watch.deadline()).isEqualTo(99);
        assertThat(watch.end()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void only_one_of_two_interrupts_succeeds() {
        watch.begin(10);
        long word = watch.word();

        assertThat(watch.interrupt(word, Thread.currentThread(), 99)).isTrue();
        assertThat(watch.interrupt(word, Thread.currentThread(), 100)).isFalse();
        assertThat(watch.interrupt(watch.word(), Thread.currentThread(), 101)).isFalse();
        assertThat(watch.end()).isTrue();
    }

    @Test
    void a_running_activity_is_not_abandoned_before_it_is_interrupted() {
        watch.begin(10);

        assertThat(watch.abandon(watch.word())).isFalse();
        assertThat(watch.end()).isTrue();
    }

    @Test
    void end_is_refused_after_abandonment() {
        watch.begin(10);
        watch.interrupt(watch.word(), Thread.currentThread(), 99);

        assertThat(watch.abandon(watch.word())).isTrue();
        assertThat(watch.end()).isFalse();
        assertThat(Thread.interrupted())
                .as("nobody clears the flag of a lost thread")
                .isTrue();
    }

    @Test
    void no_interrupt_leaks_into_the_next_activity_under_fire() throws InterruptedException {
        AtomicBoolean leaked = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean();
        AtomicBoolean enough = new AtomicBoolean();
        Thread owner = new Thread(() -> {
            while (!enough.get()) {
                if (Thread.currentThread().isInterrupted()) {
                    leaked.set(true);
                }
                watch.begin(0);
                if (!watch.end()) {
                    lost.set(true);
                }
            }
        });
        owner.start();
        int interrupts = 0;
        while (interrupts < 2_000) {
            if (watch.interrupt(watch.word(), owner, 0)) {
                interrupts++;
            } else {
                // On a busy machine the owner may be waiting for this core.
                LockSupport.parkNanos(1);
            }
        }
        enough.set(true);
        owner.join();

        assertThat(leaked).isFalse();
        assertThat(lost).as("an interrupted owner keeps its thread").isFalse();
    }
}

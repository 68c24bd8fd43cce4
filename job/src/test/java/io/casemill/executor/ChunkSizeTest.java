package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChunkSizeTest {
    private final ChunkSize size = new ChunkSize(1);

    @Test
    @Tag("ENG-05")
    void learn_cheapCases_doublesUpToTheLargest() {
        for (int expected = 1; expected < ChunkSize.LARGEST; expected *= 2) {
            assertThat(size.next()).isEqualTo(expected);
            size.learn(size.next(), 0);
        }
        size.learn(size.next(), 0);

        assertThat(size.next()).isEqualTo(ChunkSize.LARGEST);
    }

    @Test
    @Tag("ENG-05")
    void learn_costlyCases_shrinksAtOnce() {
        for (int i = 0; i < 12; i++) {
            size.learn(size.next(), 0);
        }

        size.learn(10, 10 * 2_000_000L);
        assertThat(size.next()).isEqualTo(5);
        size.learn(5, 60_000_000_000L);
        assertThat(size.next()).isEqualTo(1);
    }

    @Test
    @Tag("ENG-05")
    void learn_steadyCost_settlesWhereAChunkTakesTheTarget() {
        for (int i = 0; i < 12; i++) {
            size.learn(size.next(), size.next() * 40_000L);
        }

        assertThat(size.next()).isEqualTo(250);
    }

    @Test
    @Tag("ENG-05")
    void learn_costlierThanForThoseBefore_startsThereAndShrinksAtOnce() {
        ChunkSize next = new ChunkSize(100);

        assertThat(next.next()).isEqualTo(100);
        next.learn(100, 100 * 1_000_000L);
        assertThat(next.next()).isEqualTo(10);
    }
}

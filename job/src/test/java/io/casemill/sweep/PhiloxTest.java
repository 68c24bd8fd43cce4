package io.casemill.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** The vectors "philox4x64 10" that Random123 publishes with the paper: counter, key, first word. */
    @Test
    void word_givesThePublishedKnownAnswers() {
        assertThat(Philox.word(0, 0, 0, 0, 0, 0)).isEqualTo(0x16554d9eca36314cL);
        assertThat(Philox.word(-1, -1, -1, -1, -1, -1)).isEqualTo(0x87b092c3013fe90bL);
        assertThat(Philox.word(
                        0x452821e638d01377L,
                        0xbe5466cf34e90c6cL,
                        0x243f6a8885a308d3L,
                        0x13198a2e03707344L,
                        0xa4093822299f31d0L,
                        0x082efa98ec4e6c89L))
                .isEqualTo(0xa528f45403e61d95L);
    }

    @Test
    void uniform_staysInsideTheOpenInterval() {
        assertThat(Philox.uniform(0)).isEqualTo(0x1p-53);
        assertThat(Philox.uniform(-1)).isEqualTo(1.0 - 0x1p-53);
        assertThat(Philox.uniform(Long.MIN_VALUE)).isEqualTo(0.5 + 0x1p-53);
    }

    @Test
    void caseSeed_dependsOnSeedAndCase() {
        assertThat(Sweep.caseSeed(1, 2))
                .isEqualTo(Sweep.caseSeed(1, 2))
                .isNotEqualTo(Sweep.caseSeed(2, 1))
                .isNotEqualTo(Sweep.caseSeed(1, 3));
    }
}

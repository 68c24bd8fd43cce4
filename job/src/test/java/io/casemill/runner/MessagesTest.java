package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessagesTest {
    @Test
    void inert_controlCharactersAndDirectionMarks_becomeVisible() {
        assertThat(Messages.inert("a\u001b[31mb\u0000\u009b\u202ec")).isEqualTo("a\\x1b[31mb\\x00\\x9b\\u202ec");
        assertThat(Messages.inert("10%\r20%\r\nend\tä")).isEqualTo("10%\n20%\nend\tä");
    }

    @Test
    void withTail_longLog_keepsItsEndWithinTheLimit() {
        String message = Messages.withTail("first", "x".repeat(10_000) + "END");
        assertThat(message).hasSize(Messages.LIMIT).startsWith("first\n…x").endsWith("xEND");
        assertThat(Messages.withTail("y".repeat(9_000), "z".repeat(9_000))).hasSize(Messages.LIMIT);
    }

    @Test
    void seconds_hasNoIdleZeros() {
        assertThat(Messages.seconds(60_000_000_000L)).isEqualTo("60");
        assertThat(Messages.seconds(250_000_000L)).isEqualTo("0.25");
    }
}

package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InertTest {

    @Test
    void line_withAnEscapeSequence_showsItInsteadOfSendingIt() {
        assertThat(Inert.line("a\u001b[31mred\u0007")).isEqualTo("a\\x1b[31mred\\x07");
    }

    @Test
    void line_withTheEightBitControlIntroducer_showsIt() {
        assertThat(Inert.line("\u009b2J")).isEqualTo("\\x9b2J");
    }

    @Test
    void line_withLineEndsAndTabs_staysOneLine() {
        assertThat(Inert.line("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
    }

    @Test
    void line_withDirectionOverridesAndInvisibleCharacters_showsThem() {
        assertThat(Inert.line("exe\u202egnp\u200b")).isEqualTo("exe\\u202egnp\\u200b");
    }

    @Test
    void line_withALoneSurrogate_showsIt() {
        assertThat(Inert.line("a\ud800b")).isEqualTo("a\\ud800b");
    }

    @Test
    void line_withReadableTextOfAnyScript_isUnchanged() {
        String text = "10 µΩ, 電圧, é 😀";
        assertThat(Inert.line(text)).isSameAs(text);
    }

    @Test
    void block_keepsLineEndsAndNothingElse() {
        assertThat(Inert.block("a\r\nb\n\u001bc\rd")).isEqualTo("a\nb\n\\x1bc\\rd");
    }
}

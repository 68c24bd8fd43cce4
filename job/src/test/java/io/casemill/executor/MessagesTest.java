package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-17")
class MessagesTest {

    @Test
    void of_causes_areNamedWithTheirInnermostFrames() {
        String text = Messages.of(new IllegalStateException("outer", new IllegalArgumentException("inner")));

        assertThat(text)
                .startsWith("java.lang.IllegalStateException: outer\n  at io.casemill.executor.MessagesTest.")
                .contains("\ncaused by java.lang.IllegalArgumentException: inner\n  at ");
        assertThat(text.lines().count()).isLessThanOrEqualTo(18);
    }

    @Test
    void of_endlessMessageAndCauses_isBounded() {
        Throwable error = new IllegalStateException("x".repeat(100_000));
        for (int i = 0; i < 1_000; i++) {
            error = new IllegalStateException("deep", error);
        }

        assertThat(Messages.of(error)).hasSizeLessThanOrEqualTo(4_000);
        assertThat(Messages.of(new IllegalStateException("x".repeat(100_000)))).hasSize(4_000);
    }

    @Test
    void of_errorThatCannotBeDescribed_namesItsClass() {
        Throwable hostile = new Throwable() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new StackOverflowError();
            }
        };

        assertThat(Messages.of(hostile))
                .startsWith(MessagesTest.class.getName())
                .endsWith("whose description threw java.lang.StackOverflowError");
    }
}

package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.runner.Outcome.Failed;
import io.casemill.sweep.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("ENG-17")
class ThrownTest {

    private static Failed outcome(Throwable thrown) {
        return Thrown.outcome(thrown, Object.class);
    }

    @Test
    void outcome_causes_areNamedWithTheirInnermostFrames() {
        Failed failed = outcome(new IllegalStateException("outer", new IllegalArgumentException("inner")));

        assertThat(failed.errorClass()).isEqualTo(ErrorClass.ERROR);
        assertThat(failed.message())
                .startsWith("java.lang.IllegalStateException: outer\n\tat io.casemill.runner.ThrownTest.")
                .contains("\ncaused by java.lang.IllegalArgumentException: inner\n\tat ");
    }

    @Test
    void outcome_framesOfTheCallerAndBelow_areLeftOut() {
        assertThat(Thrown.outcome(new IllegalStateException("x"), ThrownTest.class)
                        .message())
                .isEqualTo("java.lang.IllegalStateException: x");
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(new OutOfMemoryError("Java heap space"), ErrorClass.LIMIT, false),
                Arguments.of(new StackOverflowError(), ErrorClass.ERROR, false),
                Arguments.of(new NoClassDefFoundError("a/B"), ErrorClass.ERROR, false),
                Arguments.of(new AssertionError("planted"), ErrorClass.ERROR, false),
                Arguments.of(new ThreadDeath(), ErrorClass.ERROR, false),
                Arguments.of(new UnavailableException("no such tool"), ErrorClass.UNAVAILABLE, false),
                Arguments.of(new InternalError("vm"), ErrorClass.CRASHED, true),
                Arguments.of(new UnknownError("vm"), ErrorClass.CRASHED, true));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("ENG-16")
    void outcome_kindOfThrowable_decidesTheClassAndWhetherTheJvmFailed(
            Throwable thrown, ErrorClass expected, boolean fatal) {
        assertThat(outcome(thrown).errorClass()).isEqualTo(expected);
        assertThat(outcome(thrown).message())
                .startsWith(thrown.getClass().getName())
                .contains(String.valueOf(thrown.getMessage()).replace("null", ""));
        assertThat(Thrown.isFatal(thrown)).isEqualTo(fatal);
    }

    /** Says what it is told to say. */
    private static class Hostile extends Throwable {
        private static final long serialVersionUID = 1;

        Hostile() {
            super("hostile");
        }

        @Override
        public String getLocalizedMessage() {
            throw new StackOverflowError();
        }
    }

    private static Throwable withMessage(@Nullable String message) {
        return new Hostile() {
            @Override
            public @Nullable String getMessage() {
                return message;
            }
        };
    }

    private static Throwable circle() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        return first;
    }

    private static Throwable deep() {
        Throwable error = new IllegalStateException("x\n".repeat(100_000));
        for (int i = 0; i < 1_000; i++) {
            error = new IllegalStateException("y\n\u2028z\r".repeat(200), error);
        }
        return error;
    }

    static Stream<Throwable> hostile() {
        return Stream.of(
                withMessage("😀".repeat(1_000_000)),
                withMessage("\r".repeat(1_000_000)),
                withMessage(null),
                withMessage("\u0000\u202e\n".repeat(50_000)),
                new Hostile() {
                    @Override
                    public String getMessage() {
                        throw new StackOverflowError();
                    }
                },
                new Hostile() {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        throw new ThreadDeath();
                    }
                },
                new Hostile() {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        return new StackTraceElement[100_000];
                    }
                },
                new Hostile() {
                    @Override
                    public synchronized Throwable getCause() {
                        throw new OutOfMemoryError("planted");
                    }
                },
                new Hostile() {
                    @Override
                    public synchronized Throwable getCause() {
                        return this;
                    }
                },
                circle(),
                deep());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void outcome_hostileThrowable_isABoundedInertText(Throwable thrown) {
        String text = outcome(thrown).message();

        assertThat(text).startsWith(thrown.getClass().getName()).hasSizeLessThanOrEqualTo(4_000);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(12_000);
        assertThat(text.lines().count()).isLessThanOrEqualTo(100);
        assertThat(text).doesNotContain("\r", "\u0000", "\u202e");
        // Text that is cut between two halves of a character does not survive a table.
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void outcome_partThatCannotBeRead_saysSo() {
        Throwable hostile = new Hostile() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no description");
            }
        };

        assertThat(outcome(hostile).message()).contains("; its message threw java.lang.IllegalStateException\n\tat ");
    }

    @Test
    void failed_anyMessage_isCutToItsBound() {
        assertThat(Failed.of(ErrorClass.IO, "x".repeat(100_000)).message()).hasSize(4_000);
    }
}

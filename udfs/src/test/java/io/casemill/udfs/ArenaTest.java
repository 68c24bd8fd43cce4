package io.casemill.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-09")
class ArenaTest {
    private final Arena arena = new Arena();

    @Test
    void doubles_areZeroAlsoWhereAnEarlierCaseWrote() {
        for (int i = 0; i < 5; i++) {
            Doubles piece = arena.doubles(700);
            assertThat(sum(piece)).isZero();
            piece.fill(1.0);
            assertThat(sum(piece)).isEqualTo(700);
            arena.reset();
        }
    }

    @Test
    void doubles_ofOneCase_doNotOverlap() {
        Doubles[] pieces = new Doubles[200];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = arena.doubles(i);
            pieces[i].fill(i);
        }
        for (int i = 0; i < pieces.length; i++) {
            assertThat(pieces[i].length()).isEqualTo(i);
            assertThat(sum(pieces[i])).isEqualTo((double) i * i);
        }
    }

    @Test
    void reset_keepsEnoughForTheNextCaseLikeIt() {
        caseOf(100, 300);
        int held = arena.held();
        assertThat(held).isBetween(30_000, 80_000);

        caseOf(100, 300);
        Doubles first = arena.doubles(1);
        first.set(0, 4.0);
        assertThat(arena.held()).isEqualTo(held);
    }

    @Test
    void reset_afterAGreatCase_keepsNoMoreThanTheLimit() {
        caseOf(3, Arena.KEPT);
        assertThat(arena.held()).isLessThanOrEqualTo(Arena.KEPT);
        caseOf(1, Arena.KEPT + 1);
        assertThat(arena.held()).isLessThanOrEqualTo(Arena.KEPT);
        caseOf(1, 10);
        assertThat(arena.held()).isLessThanOrEqualTo(Arena.KEPT);
    }

    private void caseOf(int pieces, int length) {
        for (int i = 0; i < pieces; i++) {
            arena.doubles(length).set(length - 1, 1.0);
        }
        arena.reset();
        arena.doubles(1);
        arena.reset();
    }

    @Test
    void use_afterReset_isAnError() {
        Doubles stale = arena.doubles(3);
        arena.reset();
        arena.doubles(3);

        assertThatThrownBy(() -> stale.get(0))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Scratch memory was used after the end of its case");
        assertThatThrownBy(() -> stale.set(0, 1.0)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> stale.fill(1.0)).isInstanceOf(AssertionError.class);
    }

    @Test
    void use_onAnotherThread_isAnError() throws InterruptedException {
        Doubles piece = arena.doubles(3);

        assertThat(onAnotherThread(() -> piece.get(0)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not the thread that took it");
        assertThat(onAnotherThread(() -> arena.doubles(3))).isInstanceOf(AssertionError.class);
        assertThat(onAnotherThread(arena::reset)).isInstanceOf(AssertionError.class);
    }

    private static @Nullable Throwable onAnotherThread(Runnable use) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(() -> thrown.set(catchThrowable(use::run)));
        other.start();
        other.join();
        return thrown.get();
    }

    @Test
    void position_outOfThePiece_isRefusedThoughTheSlabGoesOn() {
        Doubles first = arena.doubles(3);
        arena.doubles(3);

        assertThatThrownBy(() -> first.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> first.set(-1, 0.0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void absurdLength_isRefusedWithTheFigures() {
        arena.doubles(100);

        assertThatThrownBy(() -> arena.doubles(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2147483647 doubles")
                .hasMessageContaining("may have 67108864 (512 MiB) and has taken 100");
        assertThatThrownBy(() -> arena.doubles(Arena.LIMIT - 99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> arena.doubles(-1)).hasMessage("Invalid length: must be at least 0, is -1");
    }

    private static double sum(Doubles piece) {
        double sum = 0.0;
        for (int i = 0; i < piece.length(); i++) {
            sum += piece.get(i);
        }
        return sum;
    }
}

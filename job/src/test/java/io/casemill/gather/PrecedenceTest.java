package io.casemill.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.status.Digest;
import io.casemill.status.Execution;
import io.casemill.status.Placement;
import io.casemill.status.SegmentName;
import io.casemill.status.Status;
import io.casemill.status.StatusRow;
import io.casemill.status.Winner.Candidate;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.FailurePolicy.OnTimeout;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One case, and the rows of two epochs; the run of epoch 2 was to run everything again. */
class PrecedenceTest {
    private static final Precedence FAIL = new Precedence(2, OnTimeout.FAIL);
    private static final Precedence CACHED = new Precedence(2, OnTimeout.CACHED);
    private static final Case CASE = new Case(0, "k", "all", new Object[] {});
    private static final Execution EXECUTION =
            new Execution(new Placement("h", "1", 0, "s"), 0, 0, 1, 1, -1, 0, -1, null, null);

    private static Standing standing(int epoch, StatusRow row) {
        return new Standing(row, standing(epoch, row, 0).winner(), epoch);
    }

    private static Standing standing(int epoch, StatusRow row, int position) {
        SegmentName segment = new SegmentName(epoch, 0, 0, 0, 0);
        return Standing.of(row, new Candidate(row.status(), new Digest(0, epoch), segment, position));
    }

    private static StatusRow completed() {
        return StatusRow.completed(CASE, new double[] {7}, null, EXECUTION);
    }

    private static StatusRow failed(ErrorClass errorClass) {
        return StatusRow.failed(CASE, new double[0], errorClass, "Ran longer.\nlog", EXECUTION);
    }

    private static StatusRow left() {
        return StatusRow.left(CASE, "circuit open");
    }

    private static Standing chosen(Precedence by, @Nullable Standing since, @Nullable Standing before) {
        return Objects.requireNonNull(by.choose(since, before));
    }

    @Test
    @Tag("ENG-15")
    void choose_timeoutAfterAResult_theResultStandsOnlyWhenCached() {
        Standing late = standing(2, failed(ErrorClass.TIMEOUT));
        Standing result = standing(1, completed());

        assertThat(chosen(FAIL, late, result)).isEqualTo(late);
        Standing stands = chosen(CACHED, late, result);
        assertThat(stands.row().status()).isEqualTo(Status.COMPLETED);
        assertThat(stands.row().output(0)).isEqualTo(7);
        assertThat(stands.row().errorMessage())
                .isEqualTo("Epoch 2: Ran longer. The completed result of epoch 1 stands (failure.on_timeout: cached)");
        assertThat(stands.epoch()).isEqualTo(1);
        // It is settled for the run that was to run it again.
        assertThat(stands.asOf()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {"TIMEOUT"},
            mode = EnumSource.Mode.EXCLUDE)
    @Tag("ENG-15")
    void choose_anotherFailureAfterAResult_standsEvenWhenCached(ErrorClass errorClass) {
        Standing failed = standing(2, failed(errorClass));

        assertThat(chosen(CACHED, failed, standing(1, completed()))).isEqualTo(failed);
    }

    @Test
    @Tag("ENG-15")
    void choose_timeoutAfterAFailure_isTheTimeout() {
        Standing late = standing(2, failed(ErrorClass.TIMEOUT));

        assertThat(chosen(CACHED, late, standing(1, failed(ErrorClass.ERROR)))).isEqualTo(late);
        assertThat(chosen(CACHED, late, null)).isEqualTo(late);
    }

    @Test
    @Tag("ENG-19")
    void choose_leftCase_neverHidesAResult() {
        Standing left = standing(2, left());
        Standing result = standing(1, completed());

        assertThat(chosen(FAIL, left, result)).isEqualTo(result);
        assertThat(chosen(FAIL, left, null)).isEqualTo(left);
        assertThat(chosen(FAIL, null, standing(1, left())))
                .extracting(Standing::isPending)
                .isEqualTo(true);
        assertThat(FAIL.choose(null, null)).isNull();
    }

    @Test
    @Tag("ENG-19")
    void merge_inAnyOrder_hasOneWinnerAndLeftRowsAreNoDuplicates() {
        List<Standing> rows = List.of(
                standing(1, left(), 0),
                standing(1, failed(ErrorClass.ERROR), 1),
                standing(1, left(), 2),
                standing(1, completed(), 3));
        List<Integer> order =
                new java.util.ArrayList<>(IntStream.range(0, 4).boxed().toList());
        for (int i = 0; i < 24; i++) {
            Collections.shuffle(order, new java.util.Random(i));
            Standing merged =
                    order.stream().map(rows::get).reduce(Standing::merge).orElseThrow();
            assertThat(merged.row()).isEqualTo(rows.get(3).row());
            assertThat(merged.winner().rows()).isEqualTo(2);
        }
    }
}

package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void of_countsEveryRowOnce() throws Exception {
        Digest digest = Digest.of(new ListedRows(
                Digest.COLUMNS,
                List.of(
                        Arrays.asList(0L, "completed", true, null, null, 1.0),
                        Arrays.asList(1L, "completed", false, null, null, 4.0),
                        Arrays.asList(2L, "failed", null, "timeout", "ran longer than 60 s", 60.0),
                        Arrays.asList(3L, "pending", null, null, "Execution incomplete", null))));

        assertThat(digest.planned()).isEqualTo(4);
        assertThat(digest.completed()).isEqualTo(2);
        assertThat(digest.failed()).isEqualTo(1);
        assertThat(digest.pending()).isEqualTo(1);
        assertThat(digest.specPassed()).isEqualTo(1);
        assertThat(digest.specFailed()).isEqualTo(1);
        assertThat(digest.slowest()).extracting(Digest.Slow::caseId).containsExactly(2L, 1L, 0L);
        assertThat(digest.commonest()).isEqualTo(new FailureGroups.Group("timeout", "ran longer than 60 s", 1, 2));
    }

    @Test
    void of_manyRows_keepsTheThreeSlowestAndOfEqualOnesTheFirst() throws Exception {
        Digest digest = Digest.of(new ListedRows(
                Digest.COLUMNS,
                LongStream.range(0, 50)
                        .mapToObj(id -> Arrays.<Object>asList(id, "completed", null, null, null, id == 40 ? 9.0 : 1.0))
                        .toList()));

        assertThat(digest.slowest()).extracting(Digest.Slow::caseId).containsExactly(40L, 0L, 1L);
        assertThat(digest.commonest()).isNull();
    }
}

package io.casemill.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.sweep.Block;
import io.casemill.sweep.Case;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.Limits;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableSource;
import io.casemill.sweep.ValueSource;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Samples of a sweep whose one parameter x equals the case id. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("ENG-26")
@Tag("ENG-28")
class SpreadTest {
    @SuppressWarnings("NullAway.Init") // made before all tests
    private SparkSession spark;

    @BeforeAll
    void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("spread")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    private List<Case> spread(long size, int places, int each, @Nullable String where) {
        Parameter x = new Parameter("x", ColumnType.BIGINT, new ValueSource.Range(0.0, size - 1.0, 1.0), null);
        SweepDefinition definition = new SweepDefinition(
                "test",
                1,
                new RunnerDefinition.Function("noop", "1"),
                List.of(x),
                List.of(new Block("all", new Block.Product(List.of("x")), null, Map.of())),
                Map.of(),
                where,
                List.of(),
                Limits.DEFAULT,
                FailurePolicy.NONE,
                ExecutionPolicy.DEFAULT,
                List.of());
        LocalTables tables = LocalTables.asImported();
        return Spread.of(new Plan(spark, Sweep.of(definition, TableSource.none()), tables), places, each, null);
    }

    private static List<Long> ids(List<Case> cases) {
        return cases.stream().map(Case::id).toList();
    }

    @Test
    void of_takesOneCaseOfEachStretch_theFirstOfThemSpreadToo() {
        List<Long> ids = ids(spread(1_000, 8, 1, null));

        assertThat(ids.stream().map(id -> id / 125)).containsExactly(0L, 4L, 2L, 6L, 1L, 5L, 3L, 7L);
        assertThat(ids).isEqualTo(ids(spread(1_000, 8, 1, null)));
    }

    @Test
    void of_withNeighbours_takesPairsThatFollowEachOther() {
        List<Long> ids = ids(spread(1_000, 4, 2, null));

        assertThat(ids).hasSize(8);
        for (int i = 0; i < ids.size(); i += 2) {
            assertThat(ids.get(i + 1)).isEqualTo(ids.get(i) + 1);
        }
    }

    @Test
    void of_moreThanThereAre_takesAll() {
        assertThat(ids(spread(3, 50, 1, null))).containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(ids(spread(1, 10, 2, null))).containsExactly(0L);
    }

    @Test
    void of_aCondition_takesOnlyCasesThatMeetIt() {
        assertThat(ids(spread(10_000, 8, 1, "x % 3 = 0"))).hasSize(8).allMatch(id -> id % 3 == 0);
    }

    @Test
    void of_rareCases_takesTheFirstOfThem() {
        assertThat(ids(spread(100_000, 4, 1, "x > 99990"))).containsExactly(99_991L, 99_992L, 99_993L, 99_994L);
        assertThat(spread(100_000, 4, 1, "x < 0")).isEmpty();
    }
}

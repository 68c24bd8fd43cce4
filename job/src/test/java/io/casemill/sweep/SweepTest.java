package io.casemill.sweep;

import static io.casemill.sweep.Sweeps.all;
import static io.casemill.sweep.Sweeps.at;
import static io.casemill.sweep.Sweeps.normal;
import static io.casemill.sweep.Sweeps.parameter;
import static io.casemill.sweep.Sweeps.product;
import static io.casemill.sweep.Sweeps.sample;
import static io.casemill.sweep.Sweeps.sweep;
import static io.casemill.sweep.Sweeps.text;
import static io.casemill.sweep.Sweeps.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepTest {

    @Test
    void product_variesItsLastParameterFastest() {
        Sweep sweep = sweep(1, List.of(values("a", 1.0, 2.0), text("b", "x", "y", "z")), product("corners", "a", "b"));

        assertThat(sweep.size()).isEqualTo(6);
        assertThat(all(sweep))
                .containsExactly(
                        List.of(1.0, "x"),
                        List.of(1.0, "y"),
                        List.of(1.0, "z"),
                        List.of(2.0, "x"),
                        List.of(2.0, "y"),
                        List.of(2.0, "z"));
    }

    @Test
    void parameters_keepTheFilesOrderWhateverTheBlocksOrder() {
        Sweep sweep = sweep(1, List.of(values("a", 1.0, 2.0), values("b", 5.0, 6.0)), product("p", "b", "a"));

        assertThat(sweep.parameters())
                .containsExactly(new Column("a", ColumnType.DOUBLE), new Column("b", ColumnType.DOUBLE));
        assertThat(at(sweep, 1)).containsExactly(2.0, 5.0);
    }

    @Test
    void zip_walksItsParametersInStep() {
        Block zip = new Block("z", new Block.Zip(List.of("a", "b")), null, Map.of());
        Sweep sweep = sweep(1, List.of(values("a", 1.0, 2.0, 3.0), text("b", "x", "y", "z")), zip);

        assertThat(all(sweep)).containsExactly(List.of(1.0, "x"), List.of(2.0, "y"), List.of(3.0, "z"));
    }

    @Test
    void zip_ofUnequalLengths_isRefused() {
        Block zip = new Block("z", new Block.Zip(List.of("a", "b")), null, Map.of());

        assertThatThrownBy(() -> sweep(1, List.of(values("a", 1.0, 2.0), values("b", 1.0)), zip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'z'")
                .hasMessageContaining("'a' has 2, 'b' has 1");
    }

    @Test
    void list_givesItsRows() {
        Block listed = new Block(
                "l", new Block.Listed(List.of("b", "a"), List.of(List.of("x", 1.5), List.of("y", 2L))), null, Map.of());
        Sweep sweep = sweep(1, List.of(values("a", 0.0), text("b", "x", "y")), listed);

        assertThat(all(sweep)).containsExactly(List.of(1.5, "x"), List.of(2.0, "y"));
    }

    @Test
    void table_givesItsRows() {
        Parameter a = parameter("a", new ValueSource.TableColumn("t.csv", "A"));
        Parameter b = new Parameter("b", ColumnType.BOOLEAN, new ValueSource.TableColumn("t.csv", "B"), null);
        SweepDefinition definition =
                Sweeps.definition(1, List.of(a, b), new Block("t", new Block.Table("t.csv", 3), null, Map.of()));

        Sweep sweep = Sweep.of(definition, path -> new Squares());

        assertThat(all(sweep)).containsExactly(List.of(0.0, true), List.of(1.0, false), List.of(4.0, true));
    }

    @Test
    void table_ofAnotherLengthOrWithoutTheColumn_isRefused() {
        Parameter gone = parameter("a", new ValueSource.TableColumn("t.csv", "gone"));
        Parameter there = parameter("a", new ValueSource.TableColumn("t.csv", "A"));

        assertThatThrownBy(() -> tableSweep(gone, 3)).hasMessageContaining("no column 'gone'");
        assertThatThrownBy(() -> tableSweep(there, 4)).hasMessageContaining("has 3 rows and not 4");
    }

    @Test
    void table_thatCannotBeOpened_isAnError() {
        assertThatThrownBy(() -> Sweep.of(
                        Sweeps.definition(
                                1,
                                List.of(parameter("a", new ValueSource.TableColumn("t.csv", "A"))),
                                new Block("t", new Block.Table("t.csv", 3), null, Map.of())),
                        TableSource.none()))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("t.csv");
    }

    @Test
    void blocks_followEachOtherAndNameTheirCases() {
        Sweep sweep = sweep(
                1,
                List.of(
                        values("a", 1.0, 2.0),
                        new Parameter("b", ColumnType.DOUBLE, normal("b").source(), 9.0)),
                product("corners", "a"),
                new Block("mc", null, new Block.Sample(List.of("b"), 3), Map.of("a", 7.0)));

        assertThat(sweep.size()).isEqualTo(5);
        assertThat(sweep.block(1)).isEqualTo("corners");
        assertThat(sweep.block(2)).isEqualTo("mc");
        assertThat(at(sweep, 1)).containsExactly(2.0, 9.0);
        assertThat(at(sweep, 4).get(0)).isEqualTo(7.0);
    }

    @Test
    void parameterThatNobodyGives_restsAtItsOnlyValueOrIsRefused() {
        assertThat(at(sweep(1, List.of(values("a", 1.0, 2.0), values("b", 5.0)), product("p", "a")), 0))
                .containsExactly(1.0, 5.0);
        assertThatThrownBy(() -> sweep(1, List.of(values("a", 1.0), values("b", 5.0, 6.0)), product("p", "a")))
                .hasMessageContaining("'b' is neither varied nor set");
    }

    @Test
    void parameterGivenTwice_isRefused() {
        assertThatThrownBy(() -> sweep(
                        1,
                        List.of(values("a", 1.0)),
                        new Block("p", new Block.Product(List.of("a")), null, Map.of("a", 2.0))))
                .hasMessageContaining("'a' is given more than once");
    }

    @Test
    void twoBlocksOfOneName_areRefused() {
        assertThatThrownBy(() -> sweep(1, List.of(values("a", 1.0)), product("p", "a"), product("p", "a")))
                .hasMessageContaining("'p'")
                .hasMessageContaining("rename one");
    }

    @Test
    void sample_withAProduct_takesNSamplesAtEachPoint() {
        Block both = new Block("b", new Block.Product(List.of("a")), new Block.Sample(List.of("x"), 4), Map.of());
        Sweep sweep = sweep(1, List.of(values("a", 1.0, 2.0, 3.0), normal("x")), both);

        assertThat(sweep.size()).isEqualTo(12);
        assertThat(all(sweep).stream().map(values -> values.get(0)))
                .containsExactly(1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0);
        assertThat(all(sweep).stream().map(values -> values.get(1)).distinct()).hasSize(12);
    }

    @Test
    void samples_differBetweenSeedsBlocksAndParameters() {
        List<Parameter> parameters = List.of(normal("x"), normal("y"));
        Sweep one = sweep(1, parameters, sample("b", 1, "x", "y"), sample("c", 1, "x", "y"));
        Sweep two = sweep(2, parameters, sample("b", 1, "x", "y"), sample("c", 1, "x", "y"));

        List<@Nullable Object> drawn = new ArrayList<>();
        all(one).forEach(drawn::addAll);
        all(two).forEach(drawn::addAll);

        assertThat(new HashSet<>(drawn)).hasSize(8);
    }

    /** Pins the stream, computed by an independent program: published sweeps must draw the same values for ever. */
    @Test
    void samples_areTheSameOnEveryMachineAndInEveryVersion() {
        Sweep sweep = sweep(42, List.of(normal("x")), sample("mc", 3, "x"));

        assertThat(all(sweep))
                .containsExactly(
                        List.of(0.26891187043707776), List.of(-1.5490170012614795), List.of(-2.0839452961091522));
    }

    @Property(tries = 100, seed = "42")
    void growingN_keepsEarlierSamples(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @IntRange(min = 1, max = 30) int more) {
        List<Parameter> parameters = List.of(values("a", 1.0, 2.0), normal("x"));
        Sweep small = sweep(seed, parameters, productAndSample(n));
        Sweep large = sweep(seed, parameters, productAndSample(n + more));

        for (int point = 0; point < 2; point++) {
            for (int s = 0; s < n; s++) {
                assertThat(at(small, (long) point * n + s)).isEqualTo(at(large, (long) point * (n + more) + s));
            }
        }
    }

    @Property(tries = 50, seed = "42")
    @Tag("SWP-07")
    void product_coversEveryCombinationOnce(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> radices) {
        List<Parameter> parameters = new ArrayList<>();
        int expected = 1;
        for (int i = 0; i < radices.size(); i++) {
            parameters.add(parameter("p" + i, new ValueSource.Linspace(0.0, 1.0, radices.get(i))));
            expected *= radices.get(i);
        }
        Block block = product("p", parameters.stream().map(Parameter::name).toArray(String[]::new));

        List<List<@Nullable Object>> cases = all(sweep(1, parameters, block));

        assertThat(cases).hasSize(expected);
        assertThat(new HashSet<>(cases)).hasSize(expected);
    }

    @Property(tries = 20, seed = "42")
    void at_inAnyOrderAndFromManyThreads_givesTheSame(@ForAll @LongRange(min = 0, max = 1000) long seed) {
        Sweep sweep = sweep(seed, List.of(values("a", 1.0, 2.0), normal("x")), productAndSample(50));
        List<List<@Nullable Object>> inOrder = all(sweep);
        List<Long> shuffled =
                new ArrayList<>(LongStream.range(0, sweep.size()).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(shuffled.parallelStream().allMatch(i -> at(sweep, i).equals(inOrder.get(i.intValue()))))
                .isTrue();
    }

    @Test
    void hugeSweep_isAddressableAtBothEnds() {
        Sweep sweep = sweep(1, List.of(normal("x")), sample("mc", Sweep.MAX_SIZE, "x"));

        assertThat(sweep.size()).isEqualTo(1L << 53);
        assertThat(at(sweep, sweep.size() - 1)).isNotEqualTo(at(sweep, 0));
    }

    @Test
    void sweepBeyondItsLimit_isRefused() {
        List<Parameter> parameters = List.of(
                parameter("a", new ValueSource.Linspace(0.0, 1.0, Integer.MAX_VALUE)),
                parameter("b", new ValueSource.Linspace(0.0, 1.0, Integer.MAX_VALUE)),
                parameter("c", new ValueSource.Linspace(0.0, 1.0, Integer.MAX_VALUE)));

        assertThatThrownBy(() -> sweep(1, parameters, product("p", "a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'p'")
                .hasMessageContaining("2^53");
        assertThatThrownBy(
                        () -> sweep(1, List.of(normal("x")), sample("one", Sweep.MAX_SIZE, "x"), sample("two", 1, "x")))
                .hasMessageContaining("'two'")
                .hasMessageContaining("9007199254740993");
    }

    @Test
    void at_outsideTheSweep_isRefused() {
        Sweep sweep = sweep(1, List.of(values("a", 1.0)), product("p", "a"));

        assertThatThrownBy(() -> at(sweep, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("No case 1");
        assertThatThrownBy(() -> sweep.block(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void at_leavesWhatFollowsTheParametersAlone() {
        Sweep sweep = sweep(1, List.of(values("a", 1.0)), product("p", "a"));
        @Nullable Object[] target = {null, "derived"};

        sweep.at(0, target);

        assertThat(target).containsExactly(1.0, "derived");
    }

    @Test
    void enumeratedValues_areBoxedOnce() {
        Sweep sweep = sweep(1, List.of(values("a", 1.25, 2.25)), product("p", "a"));

        assertThat(at(sweep, 1).get(0)).isSameAs(at(sweep, 1).get(0));
    }

    private static Block productAndSample(int n) {
        return new Block("b", new Block.Product(List.of("a")), new Block.Sample(List.of("x"), n), Map.of());
    }

    private static Sweep tableSweep(Parameter parameter, long rows) {
        return Sweep.of(
                Sweeps.definition(
                        1, List.of(parameter), new Block("t", new Block.Table("t.csv", rows), null, Map.of())),
                path -> new Squares());
    }

    /** Three rows: the square of the row's number, and whether it is even. */
    private static final class Squares implements TableSource.Table {
        @Override
        public long rows() {
            return 3;
        }

        @Override
        public List<Column> columns() {
            return List.of(new Column("B", ColumnType.BOOLEAN), new Column("A", ColumnType.DOUBLE));
        }

        @Override
        public Object cell(long row, int column) {
            if (column == 0) {
                return row % 2 == 0;
            }
            return (double) (row * row);
        }
    }
}

package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {

    @Test
    void parse_readsNameOperatorValue() {
        assertThat(Condition.parse("vmax > 1.1")).isEqualTo(new Condition("vmax", Condition.Operator.GREATER, "1.1"));
        assertThat(Condition.parse("vmax<=1e-3")).isEqualTo(new Condition("vmax", Condition.Operator.AT_MOST, "1e-3"));
        assertThat(Condition.parse("block <> 'a b'"))
                .isEqualTo(new Condition("block", Condition.Operator.NOT_EQUAL, "a b"));
    }

    @Test
    void parse_withoutOperator_saysWhatToWrite() {
        assertThatThrownBy(() -> Condition.parse("vmax"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid condition \"vmax\": write a column, one of = != < <= > >=, and a value, such as"
                        + " \"vmax > 1.1\"");
    }

    @Test
    void accepts_numbers_comparesThemAsNumbers() {
        assertThat(Condition.parse("x > 9").accepts(10.0)).isTrue();
        assertThat(Condition.parse("x >= 10").accepts(10.0)).isTrue();
        assertThat(Condition.parse("x < 10").accepts(10.0)).isFalse();
        assertThat(Condition.parse("n = 9007199254740993").accepts(9007199254740992L))
                .isFalse();
    }

    @Test
    void accepts_emptyAndNaN_meetNothing() {
        for (String text : List.of("x = 1", "x != 1", "x < 1", "x > 1", "x = NaN")) {
            assertThat(Condition.parse(text).accepts(null)).isFalse();
            assertThat(Condition.parse(text).accepts(Double.NaN)).isFalse();
        }
    }

    @Test
    void accepts_valueOfAnotherKind_isRefusedWithTheRemedy() {
        for (String text : List.of("x > 1.2 and r = 80", "x > 10u", "x > abc")) {
            assertThatThrownBy(() -> Condition.parse(text).accepts(3.0))
                    .isInstanceOf(Condition.WrongKindException.class)
                    .hasMessageContaining("on x: \"" + Condition.parse(text).value() + "\" is no number")
                    .hasMessageContaining("one comparison in a condition");
        }
        assertThatThrownBy(() -> Condition.parse("spec_pass = no").accepts(true))
                .hasMessageContaining("\"no\" is neither true nor false");
    }

    @Test
    void accepts_textsAndBooleans_comparesThemAsText() {
        assertThat(Condition.parse("block = mc").accepts("mc")).isTrue();
        assertThat(Condition.parse("spec_pass != true").accepts(false)).isTrue();
    }

    @Test
    void filteredRows_keepRowsThatMeetAllConditions() throws Exception {
        ListedRows rows = new ListedRows(
                List.of("case_id", "x"),
                List.of(Arrays.asList(0L, 1.0), Arrays.asList(1L, null), Arrays.asList(2L, 3.0)));
        List<Object> kept = new ArrayList<>();
        try (Rows filtered = new FilteredRows(rows, List.of(Condition.parse("x > 0"), Condition.parse("x < 2")))) {
            while (filtered.next()) {
                kept.add(filtered.value(0));
            }
        }
        assertThat(kept).containsExactly(0L);
        assertThat(rows.closed()).isTrue();
    }

    @Test
    void filteredRows_ofAnUnknownColumn_nameThoseThereAre() {
        ListedRows rows = new ListedRows(List.of("case_id", "x"), List.of());
        assertThatThrownBy(() -> new FilteredRows(rows, List.of(Condition.equal("y", "1"))))
                .hasMessage("Unknown column \"y\": the table has case_id, x");
    }
}

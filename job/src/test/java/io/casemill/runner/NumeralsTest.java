package io.casemill.runner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NumeralsTest {
    @Property(tries = 500)
    void render_anyFiniteDouble_readsBackExactly(@ForAll double value) {
        assertThat(Double.doubleToLongBits(Double.parseDouble(Numerals.render(value))))
                .isEqualTo(Double.doubleToLongBits(value));
        assertThat(Numerals.parse(Numerals.render(value))).isEqualTo(value);
    }

    @Test
    void render_integers_haveNoFraction() {
        assertThat(Numerals.render(3.0)).isEqualTo("3");
        assertThat(Numerals.render(-4700)).isEqualTo("-4700");
        assertThat(Numerals.render(0.0)).isEqualTo("0");
        assertThat(Numerals.render(-0.0)).isEqualTo("-0.0");
        assertThat(Numerals.render(1e-9)).isEqualTo("1.0E-9");
        assertThat(Numerals.render(1e300)).isEqualTo("1.0E300");
    }

    @Test
    void parse_fortranExponent_isANumber() {
        assertThat(Numerals.parse(" 1.0D+03 ")).isEqualTo(1000.0);
        assertThat(Numerals.parse("-.5e2")).isEqualTo(-50.0);
    }

    @Test
    void parse_nanAndInfinityOfOtherLanguages_areNotFinite() {
        assertThat(Numerals.parse("-nan(ind)")).isNaN();
        assertThat(Numerals.parse("NaN")).isNaN();
        assertThat(Numerals.parse("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Numerals.parse("Infinity")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void parse_suffixesAndJavaForms_areNoNumbers() {
        for (String text : new String[] {"4.7k", "1d", "2f", "0x1p3", "", "failed", "1,5", "1 2", "e5", "."}) {
            assertThat(Numerals.parse(text)).as(text).isNull();
        }
    }
}

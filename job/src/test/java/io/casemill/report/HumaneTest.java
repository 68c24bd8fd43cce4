package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumaneTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0 cases", "1|1 case", "10000|10,000 cases"})
    void count_withANoun_isSingularForOneOnly(long n, String text) {
        assertThat(Humane.count(n, "case")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 /s",
                "NaN|0 /s",
                "0.25|0.25 /s",
                "2|2 /s",
                "850|850 /s",
                "999.6|1 k/s",
                "1234|1.2 k/s",
                "12345|12 k/s",
                "3.5e6|3.5 M/s"
            })
    void rate_isScaledToThreeDigitsAtMost(double rate, String text) {
        assertThat(Humane.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0.00 s",
                "350|0.35 s",
                "12340|12.3 s",
                "59960|1 min 00 s",
                "70000|1 min 10 s",
                "7380000|2 h 03 min",
                "273600000|3 d 4 h"
            })
    void duration_showsTwoUnits(long millis, String text) {
        assertThat(Humane.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|10|0 %",
                "10|10|100 %",
                "0|0|none",
                "9725|10000|97.25 %",
                "1|3|33.33 %",
                "999999|1000000|>99.99 %",
                "1|1000000|<0.01 %"
            })
    void percent_isHundredOnlyForAll(long part, long whole, String text) {
        assertThat(Humane.percent(part, whole)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4700|4700",
                "0.1|0.1",
                "1e-9|1e-9",
                "-1.5e-12|-1.5e-12",
                "3.14159265|3.14159",
                "1e9|1e9",
                "123456789|123457000",
                "0|0",
                "NaN|NaN"
            })
    void number_hasSixDigits(double value, String text) {
        assertThat(Humane.number(value)).isEqualTo(text);
    }

    @Test
    void seconds_belowOne_useSmallerUnits() {
        assertThat(Humane.seconds(0.00012)).isEqualTo("120 us");
        assertThat(Humane.seconds(0.0123)).isEqualTo("12.3 ms");
        assertThat(Humane.seconds(Double.NaN)).isEqualTo("unknown");
    }

    @Test
    void bytes_countInThousands() {
        assertThat(Humane.bytes(512)).isEqualTo("512 B");
        assertThat(Humane.bytes(1_500_000_000L)).isEqualTo("1.5 GB");
    }
}

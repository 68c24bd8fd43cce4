package io.casemill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "4.7k, 4.7e3",
        "10n, 10e-9",
        "1meg, 1e6",
        "1MEG, 1e6",
        "1M, 1e-3",
        "2.2u, 2.2e-6",
        "2.2µ, 2.2e-6",
        "100m, 0.1",
        "1e-9, 1e-9",
        "5p, 5e-12",
        "3t, 3e12",
        "1g, 1e9",
        "1mil, 25.4e-6",
        "2f, 2e-15",
        "2a, 2e-18",
        "10nF, 10e-9",
        "4.7kOhm, 4.7e3",
        "1megohm, 1e6",
        "5V, 5",
        "1kHz, 1e3",
        ".5, 0.5",
        "5., 5",
        "-3, -3",
        "+1e3k, 1e6",
        "0.1u, 1e-7"
    })
    void number_withSuffix_isTheNearestDoubleOfTheDecimal(String text, double expected) {
        assertThat(Quantities.number(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "k", "3x", "1:20", "no", "1e", "1..2", "1 k", "0x10", "nan", ".nan", "inf", "1_000", "--1", "1k2"
            })
    void number_ofAnythingElse_isNull(String text) {
        assertThat(Quantities.number(text)).isNull();
    }

    @Test
    void number_beyondDouble_isInfinite() {
        assertThat(Quantities.number("1e400")).isInfinite();
        assertThat(Quantities.number("1e999999999k")).isInfinite();
    }

    @Test
    void number_ofManyDigits_isRefusedWithoutReadingThem() {
        assertThat(Quantities.number("1".repeat(1_000_000))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "60s, 60000", "10m, 600000", "2h, 7200000", "1.5s, 1500", "0.5h, 1800000"})
    void duration_withUnit_isExact(String text, long millis) {
        assertThat(Quantities.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "0s", "-1s", "5d", "s", "1e300h"})
    void duration_ofAnythingElse_isNull(String text) {
        assertThat(Quantities.duration(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1GB, 1000000000", "512MB, 512000000", "1GiB, 1073741824", "64 MiB, 67108864", "100b, 100"})
    void bytes_withUnit_isExact(String text, long bytes) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "0GB", "-1MB", "1XB", "9e30TB"})
    void bytes_ofAnythingElse_isNull(String text) {
        assertThat(Quantities.bytes(text)).isNull();
    }

    @Test
    void percentage_isAFraction() {
        assertThat(Quantities.percentage("5%")).isEqualTo(0.05);
        assertThat(Quantities.percentage("100 %")).isEqualTo(1.0);
        assertThat(Quantities.percentage("101%")).isNull();
        assertThat(Quantities.percentage("5")).isNull();
    }
}

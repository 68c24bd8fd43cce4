package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosingSummaryTest {

    @ParameterizedTest
    @CsvSource({"0.5, 2.5, true", "0.5, 0.9, false", "0.999, 2.5, false", ", 2.5, true"})
    void engine_waitForRows_isToldWhereItCost(@Nullable Double utilisation, double heldUp, boolean told) {
        StringWriter out = new StringWriter();

        new ClosingSummary(new PrintWriter(out))
                .engine(new EngineReport(1, 2, utilisation, 1_000, 0, null, 0, heldUp, null));

        assertThat(out.toString().contains("waited 2.50 s for rows to be written"))
                .isEqualTo(told);
    }
}

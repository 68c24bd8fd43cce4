package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("ENG-23")
class LogLabelsTest {

    @Test
    void labels_ofATaskAndOfTheDriver_areThereUntilClosed() {
        MDC.clear();
        LogLabels driver = LogLabels.ofDriver("sweep-1", 3);
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("run", "sweep-1", "epoch", "3"));
        driver.close();
        LogLabels task = LogLabels.ofTask("sweep-1", new TaskId(42, 1, 2, "7", "host"));
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("run", "sweep-1", "partition", "42", "attempt", "1.2"));
        task.close();
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}

package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {

    @Test
    void open_callersSession_isUsedAndNotStopped() {
        SparkSession callers = session("spark.ui.showConsoleProgress", "false");
        SparkSessions sessions = new SparkSessions();
        try (sessions) {
            assertThat(sessions.open("local[7]", 3)).isSameAs(callers);
        }
        try {
            assertThat(callers.sparkContext().isStopped()).isFalse();
            assertThatThrownBy(() -> sessions.open(null, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        } finally {
            callers.stop();
        }
    }

    @Test
    void open_callersSessionWithKryoAlone_isRefusedWithTheRemedy() {
        SparkSession callers = session("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        try (SparkSessions sessions = new SparkSessions()) {
            assertThatThrownBy(() -> sessions.open(null, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("spark.kryo.registrator=io.casemill.app.CasemillRegistrator");
        } finally {
            callers.stop();
        }
    }

    @Test
    void open_wrongSettings_areRefusedWithTheRemedy() {
        assertThat(refusal("spark.casemill.affinity", "requred"))
                .isEqualTo("Invalid setting spark.casemill.affinity: Invalid affinity 'requred': write one of off,"
                        + " best-effort, required");
        assertThat(refusal("spark.casemill.circuitDelay", "soon"))
                .isEqualTo("Invalid setting spark.casemill.circuitDelay: 'soon' is no time such as 5s");
    }

    private static @Nullable String refusal(String key, String value) {
        SparkSession callers = session(key, value);
        try (SparkSessions sessions = new SparkSessions()) {
            return catchThrowableOfType(InvalidInputException.class, () -> sessions.open(null, 0))
                    .getMessage();
        } finally {
            callers.stop();
        }
    }

    private static SparkSession session(String key, String value) {
        return SparkSession.builder()
                .master("local[1]")
                .appName("the caller's")
                .config("spark.ui.enabled", "false")
                .config(key, value)
                .getOrCreate();
    }
}

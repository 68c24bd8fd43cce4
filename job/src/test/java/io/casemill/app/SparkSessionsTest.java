package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {

    @Test
    void open_callersSession_isUsedAndNotStopped() {
        SparkSession callers = session("spark.ui.showConsoleProgress", "false");
        try (SparkSessions sessions = new SparkSessions()) {
            assertThat(sessions.open("local[7]", 3)).isSameAs(callers);

            sessions.close();

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

    private static SparkSession session(String key, String value) {
        return SparkSession.builder()
                .master("local[1]")
                .appName("the caller's")
                .config("spark.ui.enabled", "false")
                .config(key, value)
                .getOrCreate();
    }
}

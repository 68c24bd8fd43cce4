package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is shipped beside the jar. */
class ShippedSettingsTest {

    @Tag("ENG-08")
    @Test
    void workers_allocateOnTheirOwnNode_inExecutorsAndLocalRuns() throws IOException {
        assertThat(Files.readAllLines(Path.of("../conf/spark-defaults.conf")))
                .filteredOn(line -> line.startsWith("spark.executor.extraJavaOptions"))
                .singleElement()
                .asString()
                .contains("-XX:+UseParallelGC", "-XX:+UseCondCardMark", "-XX:+UseNUMA", "-XX:+DebugNonSafepoints");
        assertThat(Files.readString(Path.of("../submit/casemill")))
                .contains("-XX:+UseParallelGC -XX:+UseCondCardMark -XX:+UseNUMA", "-XX:+DebugNonSafepoints");
    }
}

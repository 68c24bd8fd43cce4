package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.casemill.status.Execution;
import io.casemill.status.StatusRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.composite.CompositeConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log file of local runs under the shipped configurations. */
@Tag("ENG-23")
class LogIdsTest {
    private final LoggerContext context = LoggerContext.getContext(false);
    private final Path folder;

    LogIdsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void begin() {
        System.setProperty("casemill.log", folder.resolve("casemill.log").toString());
    }

    @AfterEach
    void restore() {
        System.clearProperty("casemill.log");
        context.reconfigure();
    }

    private AbstractConfiguration shipped(String name) {
        return (AbstractConfiguration) ConfigurationFactory.getInstance()
                .getConfiguration(context, name, Path.of("../conf", name).toUri());
    }

    private List<String> lines(String about) throws IOException {
        return Files.readAllLines(folder.resolve("casemill.log")).stream()
                .filter(line -> line.contains(about))
                .toList();
    }

    @Test
    void lines_of_case_functions_and_of_their_threads_carry_all_ids_also_after_log4j_is_reconfigured()
            throws IOException {
        Configurator.reconfigure(shipped("log4j2.properties"));
        try (Casemill casemill = new Casemill()) {
            PlantedSweep plain = TalkativeSweep.in(folder, "plain");
            casemill.run(plain.request(Rerun.MISSING), RunObserver.NONE);
            TalkativeSweep.assertLabelled(folder.resolve("casemill.log"), plain.rows());

            // The engine is at work already, and the new configuration's loggers know nothing of it.
            Configurator.reconfigure(new CompositeConfiguration(
                    List.of(shipped("log4j2.properties"), shipped("log4j2-json.properties"))));
            PlantedSweep json = TalkativeSweep.in(folder, "json");
            casemill.run(json.request(Rerun.MISSING), RunObserver.NONE);
            for (StatusRow row : json.rows()) {
                assertJson(row);
            }
        }
    }

    private void assertJson(StatusRow row) throws IOException {
        Execution execution = Objects.requireNonNull(row.execution());
        long id = row.theCase().id();
        for (String about : TalkativeSweep.said(row)) {
            JsonNode line = lines("\"message\":\"" + about + "\"").stream()
                    .map(LogIdsTest::parsed)
                    .findFirst()
                    .orElseThrow();
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            JsonNode context = line.path("context");
            assertThat(context.path("run").asText()).isEqualTo(TalkativeSweep.run(execution));
            assertThat(context.path("partition").asInt(-1))
                    .isEqualTo(execution.placement().partition());
            assertThat(context.path("attempt").asText()).isEqualTo("0.0");
            assertThat(context.path("worker").asInt(-1)).isEqualTo(execution.worker());
            assertThat(context.path("case").asLong(-1)).isEqualTo(id);
            assertThat(context.path("correlation").asText()).isEqualTo(TalkativeSweep.correlationId(row));
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

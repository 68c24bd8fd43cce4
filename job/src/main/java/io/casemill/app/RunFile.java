package io.casemill.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.casemill.config.SweepJson;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run directory and its {@code sweep.json}: which sweep it holds, in the definition that its newest driver gave it.
 *
 * @param store the directory
 * @param runId made with the directory, never changed
 * @param definition the newest definition, or null in a new directory
 */
record RunFile(Store store, String runId, @Nullable SweepDefinition definition) {
    private static final String FILE = "sweep.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Opens a directory that may be new. */
    static RunFile open(String directory) throws IOException {
        Store store = Stores.open(directory);
        if (!store.exists(FILE)) {
            return new RunFile(store, UUID.randomUUID().toString(), null);
        }
        JsonNode file = parsed(directory, store);
        return new RunFile(
                store,
                file.path("run_id").asText(),
                SweepJson.read(file.path("sweep").toString()));
    }

    /** Opens a directory that holds a run. */
    static RunFile existing(String directory) throws IOException {
        RunFile opened = open(directory);
        if (opened.definition() == null) {
            opened.store().close();
            throw new InvalidInputException(
                    directory + " is no run directory: it has no " + FILE + "; name the --out directory of a run");
        }
        return opened;
    }

    private static JsonNode parsed(String directory, Store store) throws IOException {
        try {
            return JSON.readTree(store.read(FILE));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(directory + "/" + FILE + " cannot be read: " + e.getOriginalMessage()
                    + "; name another --out directory, or restore the file");
        }
    }

    /** Refuses a directory that holds another sweep. */
    void requireSweep(String name, String directory) {
        if (definition != null && !definition.name().equals(name)) {
            throw new InvalidInputException(directory + " holds the sweep \"" + definition.name() + "\", not \"" + name
                    + "\"; name another --out directory. Nothing was changed.");
        }
    }

    /** The definition that a run had, for commands that come after it. */
    SweepDefinition requiredDefinition() {
        if (definition == null) {
            throw new IllegalStateException("a new directory has no definition");
        }
        return definition;
    }

    /** Writes the definition of this driver's turn. */
    void write(SweepDefinition now, JsonNode provenance) throws IOException {
        ObjectNode file = JSON.createObjectNode();
        file.put("format", 1);
        file.put("run_id", runId);
        file.set("sweep", JSON.readTree(SweepJson.write(now)));
        file.set("provenance", provenance);
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
        store.replace(FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}

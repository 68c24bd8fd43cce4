package io.casemill.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.casemill.config.SweepJson;
import io.casemill.master.Version;
import io.casemill.session.Provenance;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A run directory and its {@code sweep.json}: which sweep it holds, in the definition that its newest driver gave it.
 *
 * @param directory as the user named it
 * @param store the directory
 * @param runId made with the directory, never changed; "" in a new one until a sweep takes it
 * @param definition the newest definition, or null in a new directory
 * @param forced the epoch of the last run that ran everything again, 0 when there was none
 */
record RunFile(
        String directory,
        Store store,
        String runId,
        @Nullable SweepDefinition definition,
        int forced) implements AutoCloseable {
    private static final String FILE = "sweep.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Opens a directory that may be new. */
    static RunFile open(String directory) throws IOException {
        Store store = Stores.open(directory);
        try {
            if (!store.exists(FILE)) {
                return new RunFile(directory, store, "", null, 0);
            }
            JsonNode file = JSON.readTree(store.read(FILE));
            return new RunFile(
                    directory,
                    store,
                    file.path("run_id").asText(),
                    SweepJson.read(file.path("sweep")),
                    file.path("forced_epoch").asInt());
        } catch (JsonProcessingException e) {
            store.close();
            throw new InvalidInputException(directory + "/" + FILE + " cannot be read: " + e.getOriginalMessage()
                    + "; name another --out directory, or restore the file");
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens a directory that holds a run. */
    static RunFile existing(String directory) throws IOException {
        RunFile opened = open(directory);
        if (opened.definition() == null) {
            opened.close();
            throw new InvalidInputException(
                    directory + " is no run directory: it has no " + FILE + "; name the --out directory of a run");
        }
        return opened;
    }

    /** The directory for a sweep: its own, or a new one. Refuses a directory that holds another sweep. */
    RunFile requireFor(SweepDefinition sweep) {
        if (definition == null) {
            // Short, because it is part of every correlation id; unique enough to tell runs of one sweep apart.
            String id = String.format(
                    "%s-%06x", sweep.name(), ThreadLocalRandom.current().nextInt(1 << 24));
            return new RunFile(directory, store, id, null, 0);
        }
        if (!definition.name().equals(sweep.name())) {
            throw new InvalidInputException(directory + " holds the sweep \"" + definition.name() + "\", not \""
                    + sweep.name() + "\"; name another directory with --out. Nothing was changed.");
        }
        return this;
    }

    /** The definition that a run had, for commands that come after it. */
    SweepDefinition requiredDefinition() {
        if (definition == null) {
            throw new IllegalStateException("a new directory has no definition");
        }
        return definition;
    }

    /** The same, to be run again from this epoch on. */
    RunFile forcedBy(int epoch) {
        return new RunFile(directory, store, runId, definition, epoch);
    }

    /** What a reader opens to see a version. */
    String table(Version version) {
        return table(directory, store, version);
    }

    /**
     * What a reader opens to see a version, as the user would type it.
     *
     * @param directory the run directory as the user named it
     */
    static String table(String directory, Store store, Version version) {
        String root = directory.endsWith("/") ? directory : directory + "/";
        if (Leftovers.local(store) || version.files().isEmpty()) {
            return root + "master/current";
        }
        // No link leads to the version there.
        String path = version.files().get(0).path();
        return root + path.substring(0, path.lastIndexOf('/'));
    }

    /** Identifies a definition, with all that decides results and limits; not where its files once lay, nor how it is executed. */
    static String digest(SweepDefinition definition) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest(
                            SweepJson.write(definition.withoutSources().withExecution(ExecutionPolicy.DEFAULT))
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Writes the definition of this driver's turn. */
    void write(SweepDefinition now, Path sweepFile, String sparkVersion) throws IOException {
        Path folder = sweepFile.toAbsolutePath().getParent();
        Provenance provenance = Provenance.of(
                folder == null ? Path.of(".") : folder,
                Map.of(
                        "casemill", Root.version(),
                        "java", System.getProperty("java.version"),
                        "spark", sparkVersion),
                Map.of());
        ObjectNode file = JSON.createObjectNode();
        file.put("format", 1);
        file.put("run_id", runId);
        file.put("forced_epoch", forced);
        file.put("digest", digest(now));
        file.set("provenance", JSON.valueToTree(provenance));
        file.set("sweep", SweepJson.tree(now));
        replace(file);
    }

    /** Adds to what {@link #write} wrote that a part of this turn's cases ran without the engine, and why. */
    void noteDegraded(String why) throws IOException {
        ObjectNode file = (ObjectNode) JSON.readTree(store.read(FILE));
        file.put("degraded", why);
        replace(file);
    }

    private void replace(ObjectNode file) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
        store.replace(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}

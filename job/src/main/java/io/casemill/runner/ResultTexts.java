package io.casemill.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts in which one case's outputs are looked for, each read and parsed at most once. */
final class ResultTexts {
    /** A result file is a summary; raw data of this size belongs into the kept files. */
    private static final long MAX_BYTES = 64L << 20;

    // Python's json module prints NaN and Infinity: they are to be reported as such, not as bad JSON.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path directory;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, JsonNode> trees = new HashMap<>();

    ResultTexts(Path directory, String stdout) {
        this.directory = directory;
        texts.put("", stdout);
    }

    /**
     * The text of standard output (null) or of a file in the case's directory.
     *
     * @throws MissingOutputException when the file is missing, too large, no plain file, or outside the directory
     */
    String text(@Nullable String file) throws MissingOutputException {
        String name = file == null ? "" : file;
        String text = texts.get(name);
        if (text == null) {
            text = read(name);
            texts.put(name, text);
        }
        return text;
    }

    private String read(String name) throws MissingOutputException {
        try {
            Path path = CaseDirectory.within(directory, name);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new MissingOutputException("the case wrote no file " + name);
            }
            // The case may have planted a link to a file of someone else.
            Path real = path.toRealPath();
            if (!real.startsWith(directory.toRealPath()) || !Files.isRegularFile(real)) {
                throw new MissingOutputException(name + " is not a plain file in the case's directory");
            }
            long size = Files.size(real);
            if (size > MAX_BYTES) {
                throw new MissingOutputException(name + " has " + size + " bytes, more than the " + MAX_BYTES
                        + " in which an output is looked for; write results to a file of their own");
            }
            return new String(Files.readAllBytes(real), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MissingOutputException("the file " + name + " cannot be read: " + e.getMessage());
        }
    }

    /** The same text as a JSON tree. */
    JsonNode json(@Nullable String file) throws MissingOutputException {
        String name = file == null ? "" : file;
        JsonNode tree = trees.get(name);
        if (tree == null) {
            try {
                tree = JSON.readTree(text(file));
            } catch (JsonProcessingException e) {
                throw new MissingOutputException(where(file) + " is not JSON: " + e.getOriginalMessage());
            }
            trees.put(name, tree);
        }
        return tree;
    }

    static String where(@Nullable String file) {
        return file == null ? "standard output" : file;
    }
}

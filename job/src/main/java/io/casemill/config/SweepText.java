package io.casemill.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text of a sweep file, refused early when it cannot be one. */
final class SweepText {
    /** A sweep file is written by people. Generated cases belong in a table, which is read row by row. */
    static final int MOST_BYTES = 1 << 20;

    private SweepText() {}

    /** The text, or null when it was refused; a mark of UTF-8 at the beginning is left out. Reads at most 1 MiB. */
    static @Nullable String read(Path file, String shown, Problems problems) {
        Site start = new Site(problems, new Place(shown, 1, 1), "");
        if (!Files.isRegularFile(file)) {
            start.wrong(
                    Files.exists(file) ? "is not a regular file" : "there is no such file",
                    "give the path of a sweep file, such as conf/examples/quickstart.yaml");
            return null;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            bytes = size > MOST_BYTES ? new byte[0] : in.readNBytes(MOST_BYTES + 1);
            if (size > MOST_BYTES || bytes.length > MOST_BYTES) {
                start.wrong(
                        "the file has " + Math.max(size, bytes.length) + " bytes, more than " + MOST_BYTES,
                        "put generated cases into a CSV, JSON lines or Parquet file and import it with a table block");
                return null;
            }
        } catch (IOException e) {
            start.wrong("cannot be read: " + e, "check the file's permissions");
            return null;
        }
        return decode(bytes, shown, problems);
    }

    private static @Nullable String decode(byte[] bytes, String shown, Problems problems) {
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        // A fresh decoder reports malformed input instead of replacing it.
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            refuse(text, text.length(), "a byte that is not UTF-8", shown, problems);
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f || c == 0xfffe || c == 0xffff) {
                refuse(text, i, String.format("the control character U+%04X", (int) c), shown, problems);
                return null;
            }
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static void refuse(String text, int at, String found, String shown, Problems problems) {
        String before = text.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        Place place = new Place(shown, line, at - before.lastIndexOf('\n'));
        problems.add(place, "", "is not text: holds " + found, "save the sweep file as plain UTF-8 text");
    }
}

package io.casemill.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What reads our output.
 *
 * @param width characters of a line of standard output, {@link #UNLIMITED} when it is not a terminal
 * @param live whether standard error is a terminal that can redraw a line
 */
record Terminal(int width, boolean live) {
    /** Nobody cuts lines. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int USUAL_WIDTH = 80;

    /** Asks the operating system. Takes a few milliseconds. */
    static Terminal detect() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(terminal(1) ? detectWidth() : UNLIMITED, terminal(2) && !dumb);
    }

    /** Whether standard output is a terminal. */
    boolean attached() {
        return width != UNLIMITED;
    }

    private static boolean terminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return asked(descriptor);
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where there is no /proc: a child that inherits the descriptor is asked. */
    private static boolean asked(int descriptor) {
        try {
            Process test = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                    .inheritIO()
                    .start();
            return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int detectWidth() {
        int told = width(System.getenv("COLUMNS"));
        if (told > 0) {
            return told;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/tty")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
            stty.waitFor(1, TimeUnit.SECONDS);
            int asked = width(answer.substring(answer.indexOf(' ') + 1));
            return asked > 0 ? asked : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    private static int width(@Nullable String text) {
        return text != null && text.strip().matches("\\d{1,5}") ? Integer.parseInt(text.strip()) : 0;
    }
}

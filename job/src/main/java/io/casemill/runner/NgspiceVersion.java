package io.casemill.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the circuit simulator for its version. */
public final class NgspiceVersion {
    private static final Pattern NAME = Pattern.compile("\\bngspice-[0-9][\\w.+]*");
    private static final int PATIENCE_SECONDS = 10;

    private NgspiceVersion() {}

    /**
     * Runs {@code program --version}, which takes some milliseconds; ask once per host and keep the answer.
     *
     * @param program a name on the PATH or a path
     * @return for instance {@code ngspice-39}; empty when the program is missing or is not ngspice
     */
    public static Optional<String> ask(String program) {
        Process asked;
        try {
            asked = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            // The banner is far smaller than a pipe, so that the program never waits for its reader.
            if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            String banner = new String(asked.getInputStream().readNBytes(8192), StandardCharsets.UTF_8);
            Matcher matcher = NAME.matcher(banner);
            return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            asked.destroyForcibly();
        }
    }

    static String missing(String program) {
        return "Cannot run the simulator " + program
                + ": it is missing or is not ngspice; install it (Debian: apt-get install ngspice) or correct runner.ngspice.simulator";
    }
}

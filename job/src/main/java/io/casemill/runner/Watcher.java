package io.casemill.runner;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * A small shell in a session of its own that signals process groups, which Java cannot, and outlives this JVM for a
 * moment: when its standard input closes, by {@link #close} or because the JVM died in whatever way, it kills every
 * process that carries the supervisor's mark and ends.
 */
final class Watcher implements AutoCloseable {
    /**
     * Takes the beginning of the mark, {@code NAME=supervisor-}. Ends after three looks that find nobody, because a
     * process that was just being started has its mark a moment later; and after a hundred in any case.
     */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            cd /
            while read -r signal group; do kill -s "$signal" -- "-$group"; done
            round=0
            quiet=0
            while [ $round -lt 100 ] && [ $quiet -lt 3 ]; do
              found=$(grep -lsaF -- "$1" /proc/[0-9]*/environ)
              [ -n "$found" ] && quiet=0 || quiet=$((quiet + 1))
              for file in $found; do pid=${file#/proc/}; kill -s KILL "${pid%/environ}"; done
              round=$((round + 1))
              sleep 0.05 || sleep 1
            done
            """;

    private final Process shell;
    private final BufferedWriter orders;

    Watcher(String markPrefix) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "casemill-watcher", markPrefix);
        builder.environment().clear();
        builder.environment().put("PATH", CleanEnvironment.path());
        builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        shell = builder.start();
        orders = new BufferedWriter(new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.US_ASCII));
    }

    boolean alive() {
        // The process itself tells of its end a moment later than its handle.
        return shell.toHandle().isAlive();
    }

    long pid() {
        return shell.pid();
    }

    /** Sends a signal to a process group; does not wait for its effect. A group that is gone is no error. */
    void signal(String name, long group) {
        synchronized (orders) {
            try {
                orders.write(name + " " + group + "\n");
                orders.flush();
            } catch (IOException e) {
                // The watcher is gone: the supervisor starts a new one, and single processes are killed without it.
            }
        }
    }

    @Override
    public void close() {
        synchronized (orders) {
            try {
                orders.close();
            } catch (IOException e) {
                shell.destroyForcibly();
            }
        }
    }
}

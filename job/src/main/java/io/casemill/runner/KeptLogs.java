package io.casemill.runner;

import io.casemill.sweep.RunnerDefinition.Keep;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/** Leaves what a program printed in the directory of a case that is kept. */
final class KeptLogs {
    private static final Logger LOG = System.getLogger(KeptLogs.class.getName());

    private KeptLogs() {}

    static void write(Keep keep, Outcome outcome, Path directory, Ending ending) {
        boolean kept = keep == Keep.ALL || (keep == Keep.FAILED && outcome instanceof Outcome.Failed);
        if (!kept) {
            return;
        }
        try {
            Files.writeString(directory.resolve("stdout.log"), ending.stdout().text());
            Files.writeString(directory.resolve("stderr.log"), ending.stderr().text());
        } catch (IOException e) {
            // The verdict stands without its log; a full disk is the likely reason.
            LOG.log(Level.WARNING, "Cannot keep the log of a case in {0}: {1}", directory, e.getMessage());
        }
    }
}

package io.casemill.app;

import java.io.IOException;
import picocli.CommandLine.Parameters;

/** A command over one run directory. */
abstract class DirectoryCommand extends Subcommand {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Run directory: a local path such as runs/x, or a URI such as hdfs://host/runs/x.")
    private String directory = "";

    DirectoryCommand(Wiring wiring) {
        super(wiring);
    }

    final String directory() {
        return directory;
    }

    /** The run directory, to be closed by the caller. */
    final RunDirectory open() throws IOException {
        return wiring().directories().open(directory);
    }
}

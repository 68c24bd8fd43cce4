package io.casemill.app;

import picocli.CommandLine.Parameters;

/** A command over one case of a run directory. */
abstract class CaseCommand extends DirectoryCommand {
    @Parameters(index = "1", paramLabel = "CASE", description = "Case id, at least 0.")
    private long caseId;

    CaseCommand(Wiring wiring) {
        super(wiring);
    }

    final long caseId() {
        if (caseId < 0) {
            throw misuse("Invalid CASE " + caseId + ": must be at least 0");
        }
        return caseId;
    }
}

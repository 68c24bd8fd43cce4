package io.casemill.app;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Says why a case would or would not run again. */
@Command(
        name = "why",
        header = "Say whether the next run would run a case, and why.",
        footer = {"  casemill why runs/lowpass 17"})
final class WhyCommand extends CaseCommand {
    WhyCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        try (RunDirectory directory = open()) {
            RunDirectory.Why why = directory.why(caseId());
            out().println("Case " + caseId() + (why.reruns() ? " would run: " : " would not run again: ")
                    + why.reason());
            out().flush();
        }
        return ExitCode.COMPLETED;
    }
}

package io.casemill.app;

import io.casemill.report.Inert;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers. */
@Command(
        name = "doctor",
        header = "Check what this machine offers: Java, cores, simulators, disk.",
        description = {"", "Exits 0 unless a line says fail, then 4; a line that says warn matters only to some sweeps."
        },
        footer = {"  casemill doctor", "  casemill doctor --out /scratch/runs"})
final class DoctorCommand extends Subcommand {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Local folder where runs will go. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs");

    DoctorCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() {
        return print(new Doctor(out).checks());
    }

    int print(List<Check> checks) {
        for (Check check : checks) {
            String level = check.level().name().toLowerCase(Locale.ROOT);
            out().printf("%-4s  %-9s %s%n", level, check.name(), Inert.line(check.found()));
            if (!check.remedy().isEmpty()) {
                out().printf("%-4s  %-9s %s%n", "", "", "-> " + Inert.line(check.remedy()));
            }
        }
        out().flush();
        return checks.stream().anyMatch(check -> check.level() == Check.Level.FAIL)
                ? ExitCode.INFRASTRUCTURE
                : ExitCode.COMPLETED;
    }
}

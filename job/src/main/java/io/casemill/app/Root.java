package io.casemill.app;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "casemill",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Root.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:all cases completed, or the command did what it was asked",
            "  1:cases failed or missed their limits, unless --allow-failures",
            "  2:invalid input: command line, sweep file or run directory",
            "  3:stopped by failure.max or by a time limit of the run or its partitions",
            "  4:storage, cluster, simulator or JVM failure; the rest stays pending",
            "130:interrupted; everything finished so far is durable"
        })
final class Root implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command line with all its commands. */
    static CommandLine commandLine(Wiring wiring) {
        CommandLine root = new CommandLine(new Root());
        List.of(
                        new ValidateCommand(wiring),
                        new PlanCommand(wiring),
                        new DoctorCommand(wiring),
                        new AdviseCommand(wiring),
                        new CheckCommand(wiring),
                        new RunCommand(wiring),
                        new GatherCommand(wiring),
                        new RerunCommand(wiring),
                        new StatusCommand(wiring),
                        new FailuresCommand(wiring),
                        new ListCommand(wiring),
                        new ShowCommand(wiring),
                        new WhyCommand(wiring),
                        new ExportCommand(wiring),
                        new CleanCommand(wiring))
                .forEach(root::addSubcommand);
        Errors errors = new Errors();
        root.setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
        UsageMessageSpec usage = root.getCommandSpec().usageMessage();
        usage.header("Runs very large sweeps of simulation cases and gathers one table to trust.");
        usage.synopsisSubcommandLabel("COMMAND");
        usage.footer(
                "  casemill validate lowpass.yaml       check a sweep file",
                "  casemill run lowpass.yaml            run it; again, to run what is missing",
                "  casemill status runs/lowpass         see what happened",
                "  casemill run --help                  everything about one command");
        root.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Root::grouped);
        return root;
    }

    /** The commands in the order in which one needs them. */
    private static String grouped(Help help) {
        StringBuilder text = new StringBuilder();
        append(text, help, "First, without running anything", "validate", "plan", "doctor");
        append(text, help, "Try some cases", "advise", "check");
        append(text, help, "Run", "run", "gather", "rerun");
        append(text, help, "Look at a run directory", "status", "failures", "list", "show", "why");
        append(text, help, "Hand on and tidy up", "export", "clean");
        return text.toString();
    }

    private static void append(StringBuilder text, Help help, String heading, String... names) {
        text.append(String.format("%n%s:%n", heading));
        for (String name : names) {
            String header = Objects.requireNonNull(help.subcommands().get(name))
                    .commandSpec()
                    .usageMessage()
                    .header()[0];
            text.append(String.format("  %-9s %s%n", name, header));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: begin with validate SWEEP or run SWEEP");
    }

    /** The version from the application jar. */
    static String version() {
        String version = Root.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "casemill " + version(),
                "Java " + System.getProperty("java.runtime.version") + " on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}

package io.casemill.app;

import io.casemill.config.InvalidSweepException;
import io.casemill.report.Inert;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every exception into a message for people and an exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int LINES = 3;
    private static final int CHARACTERS = 1000;

    /** A wrong command line. */
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("casemill: " + Inert.block(message(e)));
        if (e instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(unmatched, err);
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.INVALID;
    }

    /** A command that did not end. */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        if (e instanceof ParameterException misuse) {
            return handleParseException(misuse, new String[0]);
        }
        PrintWriter err = command.getErr();
        command.getOut().flush();
        int code = tell(e, err);
        err.flush();
        return code;
    }

    private static int tell(Exception e, PrintWriter err) {
        if (e instanceof InvalidSweepException) {
            // One line per problem, each beginning with its place in the file, as editors and CI read it.
            err.println(Inert.block(message(e)));
            return ExitCode.INVALID;
        }
        if (e instanceof InvalidInputException) {
            err.println("casemill: " + Inert.block(message(e)));
            return ExitCode.INVALID;
        }
        if (Thread.currentThread().isInterrupted() || e instanceof InterruptedException) {
            err.println("casemill: interrupted; everything finished so far is durable, and the same command continues");
            return ExitCode.INTERRUPTED;
        }
        // At this level it goes to the file only; the terminal gets the message.
        LoggerFactory.getLogger(Errors.class).info("The command failed", e);
        if (e instanceof IOException failure) {
            err.println("casemill: " + storage(failure));
        } else if (e instanceof UncheckedIOException unchecked) {
            err.println("casemill: " + storage(Objects.requireNonNull(unchecked.getCause())));
        } else {
            err.println(
                    "casemill: unexpected " + e.getClass().getSimpleName() + ": " + Inert.line(beginning(message(e))));
        }
        err.println("More in the log: " + logFile());
        return ExitCode.INFRASTRUCTURE;
    }

    /** The file system's exceptions say only a path; the class says what is wrong with it. */
    private static String storage(IOException e) {
        String what = switch (e.getClass().getSimpleName()) {
            case "NoSuchFileException", "FileNotFoundException" -> "Cannot find ";
            case "AccessDeniedException" -> "No permission for ";
            case "FileSystemException" -> "Cannot use ";
            default -> "";
        };
        return what + Inert.block(beginning(message(e)));
    }

    /** What other systems put into a message may be a whole stack trace. */
    private static String beginning(String message) {
        String lines = message.lines().limit(LINES).collect(Collectors.joining("\n"));
        return lines.length() < message.stripTrailing().length() || lines.length() > CHARACTERS
                ? lines.substring(0, Math.min(lines.length(), CHARACTERS)) + " ..."
                : lines;
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    }

    /** Where log4j2.properties sends the log. */
    static Path logFile() {
        String told = System.getProperty("casemill.log");
        return told != null
                ? Path.of(told)
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "casemill-" + System.getProperty("user.name"),
                        "casemill.log");
    }
}

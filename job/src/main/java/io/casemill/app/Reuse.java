package io.casemill.app;

import io.casemill.report.FilteredRows;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import io.casemill.report.TableColumns;
import io.casemill.runner.NgspiceVersion;
import io.casemill.session.Session;
import io.casemill.sweep.CaseKey;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.RunnerDefinition;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import io.casemill.sweep.TableFile;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseFunctions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the next plain run of a sweep runs a case again, judged as resuming does: by its status and its key. */
final class Reuse {
    private final SweepDefinition definition;
    private final int forced;

    /**
     * @param definition the sweep as the run directory holds it
     * @param forced the epoch of the last run that was to run everything again, 0 when there was none
     */
    Reuse(SweepDefinition definition, int forced) {
        this.definition = definition;
        this.forced = forced;
    }

    /**
     * @param row at the case's row
     */
    RunDirectory.Why why(long caseId, Rows row) throws IOException {
        String status = text(row, TableColumns.STATUS);
        String message = Inert.line(
                text(row, TableColumns.ERROR_MESSAGE).lines().findFirst().orElse(""));
        if (status.equals("pending")) {
            // Only an attempt that left it knows more than that there is nothing.
            return runs("it has no result yet" + (message.contains(": ") ? " (" + message + ")" : ""));
        }
        String errorClass = text(row, TableColumns.ERROR_CLASS);
        if (errorClass.equals(ErrorClass.CORRUPTED.id())) {
            return runs("its status file was corrupted, so that its result is lost");
        }
        Optional<String> changed = changed(caseId, text(row, TableColumns.CASE_KEY));
        if (changed.isPresent()) {
            return runs(changed.get());
        }
        if (status.equals("completed") && !message.isEmpty()) {
            return stays("an earlier result stands. " + message + "; run --force runs it");
        }
        String session = text(row, TableColumns.SESSION_ID);
        if (forced > 0 && !session.isEmpty() && Session.epochOf(session) < forced) {
            return runs("run --force was to run every case again, and has not reached it");
        }
        if (status.equals("failed")) {
            return stays("it failed (" + Inert.line(errorClass)
                    + ") and nothing that decides its result has changed; run --retry-failed runs it");
        }
        return stays("it completed and nothing that decides its result has changed; run --force runs it");
    }

    private Optional<String> changed(long caseId, String key) throws IOException {
        for (InputFile input : definition.inputs()) {
            Path source = Path.of(input.source());
            if (Files.isRegularFile(source)) {
                String now = sha256(source);
                if (!now.equals(input.sha256())) {
                    return Optional.of("its input file " + Inert.line(input.path()) + " has changed: digest "
                            + shortened(input.sha256()) + " then, " + shortened(now)
                            + " now; unless an earlier run has computed it with this very content");
                }
            }
        }
        Optional<String> version = changedVersion();
        if (version.isPresent()) {
            return version;
        }
        Sweep sweep = sweep();
        if (caseId >= sweep.size()) {
            return Optional.of("the sweep has no such case any more; its row goes with the next version");
        }
        @Nullable Object[] values = new Object[definition.parameters().size()];
        sweep.at(caseId, values);
        String now = new CaseKey(definition).of(caseId, values);
        return now.equals(key)
                ? Optional.empty()
                : Optional.of("its values, runner or inputs have changed since its result: key " + shortened(key)
                        + " then, " + shortened(now) + " now");
    }

    /** A function or simulator that is another than the one whose version is in the keys. */
    private Optional<String> changedVersion() {
        String name = "";
        String then = null;
        String now = null;
        if (definition.runner() instanceof RunnerDefinition.Function function) {
            CaseFunction found =
                    CaseFunctions.load(Reuse.class.getClassLoader()).find(function.name());
            name = "function " + function.name();
            then = function.version();
            now = found == null ? null : found.version();
        } else if (definition.runner() instanceof RunnerDefinition.Ngspice ngspice) {
            name = "simulator " + ngspice.simulator();
            then = ngspice.version();
            now = NgspiceVersion.ask(ngspice.simulator()).orElse(null);
        }
        return now == null || then == null || now.equals(then)
                ? Optional.empty()
                : Optional.of("the " + Inert.line(name) + " has version " + Inert.line(now) + " now, it had "
                        + Inert.line(then));
    }

    private Sweep sweep() throws IOException {
        try {
            return Sweep.of(definition, path -> TableFile.open(source(definition, path)));
        } catch (UncheckedIOException e) {
            throw new InvalidInputException(
                    "Cannot tell: a table of the sweep cannot be read (" + e.getMessage() + "); run plan SWEEP first",
                    e);
        }
    }

    /** Where the driver imported a table to. */
    static Path source(SweepDefinition definition, String table) {
        return definition.inputs().stream()
                .filter(input -> input.path().equals(table))
                .map(input -> Path.of(input.source()))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException("The table " + table + " is not among the sweep's inputs"));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String shortened(String hex) {
        return hex.substring(0, Math.min(8, hex.length()));
    }

    private static String text(Rows row, String column) {
        Object value = row.value(FilteredRows.position(row.columns(), column));
        return value == null ? "" : value.toString();
    }

    private static RunDirectory.Why runs(String reason) {
        return new RunDirectory.Why(true, reason);
    }

    private static RunDirectory.Why stays(String reason) {
        return new RunDirectory.Why(false, reason);
    }
}

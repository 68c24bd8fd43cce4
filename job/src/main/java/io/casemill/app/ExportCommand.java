package io.casemill.app;

import io.casemill.report.Condition;
import io.casemill.report.CsvExport;
import io.casemill.report.FilteredRows;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import io.casemill.report.TableColumns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the table as CSV. */
@Command(
        name = "export",
        header = "Write the table as CSV, whole or not at all.",
        description = {
            "",
            "RFC 4180, UTF-8, every digit. Texts that a spreadsheet would take for a formula begin with an apostrophe;"
                    + " numbers are left as they are."
        },
        footer = {
            "  casemill export runs/lowpass",
            "  casemill export runs/lowpass --to lowpass.csv --force",
            "  casemill export runs/lowpass --status failed --to failed.csv"
        })
final class ExportCommand extends DirectoryCommand {
    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The file to write. Default: <name of the run directory>.csv here.")
    private @Nullable Path to;

    @Option(names = "--status", paramLabel = "S", description = "Only completed, failed or pending cases.")
    private @Nullable Status status;

    @Option(names = "--force", description = "Replace the file when it exists. Default: refuse.")
    private boolean force;

    ExportCommand(Wiring wiring) {
        super(wiring);
    }

    /** The states of a case. */
    enum Status {
        COMPLETED,
        FAILED,
        PENDING
    }

    @Override
    public Integer call() throws IOException {
        Path target = to == null ? usualTarget() : to;
        refuseExisting(target);
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidInputException("Cannot write " + target + ": there is no folder " + folder
                    + "; make it or name another with --to");
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        long rows;
        try {
            rows = write(temporary);
            publish(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        out().println(Inert.line(target.toString()) + ": " + Humane.count(rows, "case"));
        out().flush();
        return ExitCode.COMPLETED;
    }

    private Path usualTarget() {
        String name = directory().replaceAll("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        return Path.of((name.isEmpty() || name.matches("\\.+") ? "table" : name) + ".csv");
    }

    private void refuseExisting(Path target) {
        if (Files.isDirectory(target)) {
            throw new InvalidInputException("Cannot write " + target + ": it is a folder; name a file with --to");
        }
        if (!force && Files.exists(target)) {
            throw exists(target);
        }
    }

    private static InvalidInputException exists(Path target) {
        return new InvalidInputException(
                "Cannot write " + target + ": it exists; name another file with --to, or replace it with --force");
    }

    private long write(Path temporary) throws IOException {
        List<Condition> conditions = status == null
                ? List.of()
                : List.of(Condition.equal(TableColumns.STATUS, status.name().toLowerCase(Locale.ROOT)));
        try (RunDirectory directory = open();
                Rows rows = new FilteredRows(directory.rows(List.of()), conditions);
                FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                BufferedWriter writer =
                        new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16)) {
            CsvExport csv = new CsvExport(writer, rows.columns());
            int[] all = IntStream.range(0, rows.columns().size()).toArray();
            long count = 0;
            while (rows.next()) {
                csv.add(ListCommand.values(rows, all));
                count++;
            }
            writer.flush();
            channel.force(true);
            return count;
        }
    }

    private void publish(Path temporary, Path target) throws IOException {
        if (force) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            // A link refuses to overwrite; an atomic move would replace a file that appeared meanwhile.
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, target);
        }
    }
}

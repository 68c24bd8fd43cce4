package io.casemill.app;

import io.casemill.report.Cells;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import io.casemill.report.TableColumns;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows one case. */
@Command(
        name = "show",
        header = "Show everything known of one case, and how to run it again.",
        footer = {"  casemill show runs/lowpass 17"})
final class ShowCommand extends CaseCommand {
    ShowCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    public Integer call() throws IOException {
        try (RunDirectory directory = open();
                Rows row = directory.row(caseId())) {
            if (!row.next()) {
                throw new InvalidInputException("No case " + caseId() + " in " + Inert.line(directory())
                        + ": casemill list " + Inert.line(directory()) + " shows those there are");
            }
            int width = row.columns().stream().mapToInt(String::length).max().orElse(1);
            for (int i = 0; i < row.columns().size(); i++) {
                Object value = row.value(i);
                if (value != null) {
                    print(row.columns().get(i), value, width);
                }
            }
        }
        out().println();
        String which = Inert.line(directory()) + " " + caseId();
        out().println("Next: casemill rerun " + which + " --local   runs it here and keeps its files");
        out().println("  or: casemill why " + which + "              says whether the next run runs it");
        out().flush();
        return ExitCode.COMPLETED;
    }

    private void print(String column, @Nullable Object value, int width) {
        String indent = " ".repeat(width + 2);
        String text = value instanceof Double number ? number.toString() : Cells.shown(value);
        if (column.equals(TableColumns.ERROR_MESSAGE) && value instanceof String message) {
            text = Inert.block(message.strip()).replace("\n", System.lineSeparator() + indent);
        }
        out().println(Inert.line(column) + indent.substring(column.length()) + text);
    }
}

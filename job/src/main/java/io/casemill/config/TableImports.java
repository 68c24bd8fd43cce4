package io.casemill.config;

import io.casemill.config.Parameters.Draft;
import io.casemill.sweep.Column;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.TableFile;
import io.casemill.sweep.TableWriter;
import io.casemill.sweep.ValueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables that blocks import: checked in one pass, converted in a second. Used by one thread. */
final class TableImports {
    private final Parameters parameters;
    private final InputFiles files;
    private final Map<String, Import> imports = new LinkedHashMap<>();

    TableImports(Parameters parameters, InputFiles files) {
        this.parameters = parameters;
        this.files = files;
    }

    private static final class Import {
        final Site site;
        /** Parameter to column. */
        final Map<String, String> columns = new LinkedHashMap<>();

        long rows;

        Import(Site site) {
            this.site = site;
        }
    }

    /**
     * Takes note of a block over a table; its columns are those that parameters name for it.
     *
     * @return the table's path, or null after a report
     */
    @Nullable String use(String file, Site site) {
        String path = files.locate("", file, site);
        if (path == null) {
            return null;
        }
        Import used = imports.computeIfAbsent(path, p -> new Import(site));
        for (Draft draft : parameters.all()) {
            if (draft.source instanceof ValueSource.TableColumn column
                    && path.equals(InputFiles.relative("", column.table()))) {
                used.columns.put(draft.name, column.column());
            }
        }
        if (used.columns.isEmpty()) {
            site.wrong(
                    "no parameter takes a column of " + Shown.quoted(file),
                    "write a parameter such as r: {table: " + file + "} or r: {table: {file: " + file
                            + ", column: R}}");
        }
        return path;
    }

    /** The parameters that a table gives. */
    Set<String> parameters(String path) {
        Import used = imports.get(path);
        return used == null ? Set.of() : used.columns.keySet();
    }

    /** The rows of a scanned table. */
    long rows(String path) {
        Import used = imports.get(path);
        return used == null ? 0 : used.rows;
    }

    /** Reads every table once: widens the parameters' types, counts rows, reports what cannot be a case. */
    void scan() {
        imports.forEach((path, used) -> {
            try {
                used.rows = new TableScan(files.source(path), used.columns, parameters, used.site).run();
            } catch (IOException | RuntimeException e) {
                used.site.wrong("cannot read the table " + path + ": " + reason(e), "correct the file, then try again");
            }
        });
    }

    /** Reads every table again and writes it where its rows can be read by index. Call only when nothing was reported. */
    void convert(Path work) {
        int number = 0;
        for (Map.Entry<String, Import> entry : imports.entrySet()) {
            String path = entry.getKey();
            Import used = entry.getValue();
            try {
                Files.createDirectories(work);
                Path target = work.resolve("table-" + ++number + ".rows").toAbsolutePath();
                convert(files.source(path), target, used);
                files.put(new InputFile(
                        path,
                        target.toString(),
                        InputFiles.described(path, target).sha256(),
                        Files.size(target)));
            } catch (IOException | RuntimeException e) {
                used.site.wrong("cannot convert the table " + path + ": " + reason(e), "check the disk and the file");
            }
        }
    }

    private void convert(Path source, Path target, Import used) throws IOException {
        List<Column> columns = new ArrayList<>();
        used.columns.keySet().forEach(name -> columns.add(new Column(name, parameters.type(name))));
        List<String> headings = List.copyOf(used.columns.values());
        try (RowSource from = TableScan.open(source, headings);
                TableWriter to = TableFile.create(target, columns)) {
            Object[] values = new Object[headings.size()];
            while (from.next()) {
                for (int i = 0; i < values.length; i++) {
                    Object value = from.value(headings.get(i), columns.get(i).type());
                    if (value == null) {
                        throw new RowSource.NotATable("it changed while it was read");
                    }
                    values[i] = Values.as(columns.get(i).type(), value);
                }
                to.append(values);
            }
            if (to.rows() != used.rows) {
                throw new RowSource.NotATable("it changed while it was read");
            }
            to.finish();
        }
    }

    private static String reason(Exception e) {
        return e instanceof RowSource.NotATable ? String.valueOf(e.getMessage()) : e.toString();
    }
}

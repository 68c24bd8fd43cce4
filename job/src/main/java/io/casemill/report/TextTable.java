package io.casemill.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as an aligned text table: numbers to the right, texts to the left, cut to a width. The widths come from the
 * first rows, so that a table of any length needs the memory of a few. Used by one thread.
 */
public final class TextTable {
    private static final int SAMPLED = 200;
    private static final int WIDEST = 80;
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final List<String> columns;
    private final int width;
    private final List<Line> waiting = new ArrayList<>();
    private int[] widths = {};
    private boolean started;

    /**
     * @param out where the table goes
     * @param columns the headings
     * @param width the longest line, or {@link Integer#MAX_VALUE} for no limit
     */
    public TextTable(PrintWriter out, List<String> columns, int width) {
        this.out = out;
        this.columns = columns.stream().map(Inert::line).toList();
        this.width = width;
    }

    private record Line(List<String> cells, List<Boolean> right) {}

    /** Adds a row, a value per column as in {@link Rows#value}. */
    public void add(List<?> values) {
        Line line = new Line(
                values.stream().map(Cells::shown).toList(),
                values.stream().map(Number.class::isInstance).toList());
        if (started) {
            print(line);
        } else {
            waiting.add(line);
            if (waiting.size() == SAMPLED) {
                start();
            }
        }
    }

    /** Prints what waits; the names of the columns that did not fit. */
    public List<String> finish() {
        if (!started) {
            start();
        }
        out.flush();
        return columns.subList(widths.length, columns.size());
    }

    /** Whether nobody reads any more, as behind {@code head}. */
    public boolean abandoned() throws IOException {
        return started && out.checkError();
    }

    private void start() {
        started = true;
        int[] wanted = new int[columns.size()];
        boolean[] right = new boolean[columns.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = columns.get(i).length();
            for (Line line : waiting) {
                wanted[i] = Math.max(wanted[i], line.cells().get(i).length());
                right[i] |= line.right().get(i);
            }
        }
        widths = fitted(wanted);
        List<Boolean> alignment = new ArrayList<>();
        for (boolean each : right) {
            alignment.add(each);
        }
        print(new Line(columns, alignment));
        waiting.forEach(this::print);
        waiting.clear();
    }

    /** Keeps whole columns from the left; the first that does not fit gets what is left, if that is of use. */
    private int[] fitted(int[] wanted) {
        int left = width;
        for (int i = 0; i < wanted.length; i++) {
            int gap = i == 0 ? 0 : GAP.length();
            int take = width == Integer.MAX_VALUE ? wanted[i] : Math.min(wanted[i], WIDEST);
            if (gap + take > left) {
                int rest = left - gap;
                boolean useful = rest >= 12 || i == 0;
                int[] kept = Arrays.copyOf(wanted, useful ? i + 1 : i);
                if (useful) {
                    kept[i] = Math.max(1, rest);
                }
                return kept;
            }
            wanted[i] = take;
            left -= gap + take;
        }
        return wanted;
    }

    private void print(Line line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                text.append(GAP);
            }
            String cell = cut(line.cells().get(i), widths[i]);
            String padding = " ".repeat(widths[i] - cell.length());
            text.append(line.right().get(i) ? padding + cell : cell + padding);
        }
        out.println(text.toString().stripTrailing());
    }

    /** At most {@code width} characters, ending in two dots when cut. */
    public static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width <= 2 ? text.substring(0, width) : text.substring(0, width - 2) + "..";
    }
}

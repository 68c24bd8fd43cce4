package io.casemill.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a deck and its includes say that decides how they run: included files, names of measures, placeholders, commands
 * that reach out of the simulator. Reads every file once. Syntax as in the ngspice manual, sections 2.1 to 2.8 and 15.4.
 */
final class Netlist {
    private static final Pattern INCLUDE = Pattern.compile("(?i)\\.inc(?:lude)?\\s+(?<file>'[^']*'|\"[^\"]*\"|\\S+).*");
    private static final Pattern LIBRARY =
            Pattern.compile("(?i)\\.lib\\s+(?<file>'[^']*'|\"[^\"]*\"|\\S+)\\s+(?<section>\\S+).*");
    private static final Pattern MEASURE = Pattern.compile("(?i)\\.meas(?:ure)?\\s+\\S+\\s+(?<name>\\S+).*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Commands that run other programs or load code. */
    private static final Set<String> REACHING = Set.of("shell", "codemodel", "osdi", "pre_osdi", "pre_codemodel");

    private final InputFiles files;
    private final Problems problems;
    private final Placeholders placeholders;
    private final Set<String> trusted;
    private final Set<String> measured = new HashSet<>();
    private final Set<String> controlWords = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Deque<String> unread = new ArrayDeque<>();

    private String file = "";
    private boolean inControl;

    /**
     * @param trusted commands that are allowed although they reach out of the simulator
     */
    Netlist(InputFiles files, Problems problems, Placeholders placeholders, Set<String> trusted) {
        this.files = files;
        this.problems = problems;
        this.placeholders = placeholders;
        this.trusted = trusted;
    }

    /** Reads a deck and everything that it includes; its path, or null after a report. */
    @Nullable String read(String deck, Site site) {
        String path = files.locate("", deck, site);
        if (path == null) {
            return null;
        }
        unread.add(path);
        boolean first = true;
        while (!unread.isEmpty()) {
            file = unread.remove();
            if (!files.has(file)) {
                String text = files.addText(file, site);
                if (text != null) {
                    // The first line of a deck is its title; an included file has none.
                    lines(text, first);
                }
            }
            first = false;
        }
        return path;
    }

    /** Whether the deck can give a result of that name. Simulators do not distinguish case. */
    boolean gives(String measure) {
        String lower = measure.toLowerCase(Locale.ROOT);
        return measured.contains(lower) || controlWords.contains(lower);
    }

    /** Whether the deck or an include mentions a name. */
    boolean mentions(String name) {
        return words.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The names of all {@code .meas} results. */
    List<String> measures() {
        return measured.stream().sorted().toList();
    }

    private void lines(String text, boolean titled) {
        inControl = false;
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.add(word.group()));
        String[] lines = text.split("\\r?\\n", -1);
        StringBuilder statement = new StringBuilder();
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            String stripped = line.strip();
            if ((i == 0 && titled) || stripped.isEmpty() || stripped.startsWith("*")) {
                continue;
            }
            if (stripped.startsWith("+") && !statement.isEmpty()) {
                statement.append(' ').append(stripped, 1, stripped.length());
            } else {
                statement(statement.toString(), start);
                statement.setLength(0);
                statement.append(uncommented(line));
                start = i + 1;
            }
            placeholders.check(line, site(i + 1, line, "netlist"));
        }
        statement(statement.toString(), start);
    }

    private static String uncommented(String line) {
        int end = line.indexOf(';');
        int dollar = line.indexOf(" $ ");
        end = dollar >= 0 && (end < 0 || dollar < end) ? dollar : end;
        return end < 0 ? line : line.substring(0, end);
    }

    private Site site(int line, String text, String path) {
        int column = 1 + text.length() - text.stripLeading().length();
        return new Site(problems, new Place(files.shown(file), line, column), path);
    }

    private void statement(String text, int line) {
        String statement = text.strip();
        String lower = statement.toLowerCase(Locale.ROOT);
        if (lower.startsWith(".control")) {
            inControl = true;
        } else if (lower.startsWith(".endc")) {
            inControl = false;
            WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(word -> words.add(word.group()));
        } else if (inControl) {
            command(statement, lower, line, text);
        } else if (lower.startsWith(".inc")) {
            include(INCLUDE.matcher(statement), site(line, text, ".include"));
        } else if (lower.startsWith(".lib")) {
            include(LIBRARY.matcher(statement), site(line, text, ".lib"));
        } else {
            Matcher measure = MEASURE.matcher(lower);
            if (measure.matches()) {
                measured.add(measure.group("name"));
            }
        }
    }

    private void include(Matcher include, Site site) {
        if (!include.matches()) {
            return; // the beginning of a library's section has a name only
        }
        String name = include.group("file").replaceAll("^['\"]|['\"]$", "");
        if (name.contains("${")) {
            site.wrong(
                    "the included file " + Shown.quoted(name) + " depends on the case",
                    "include all of the files and choose by a parameter, or write one sweep for each");
            return;
        }
        int slash = file.lastIndexOf('/');
        String path = files.locate(slash < 0 ? "" : file.substring(0, slash), name, site);
        if (path != null) {
            unread.add(path);
        }
    }

    private void command(String statement, String lower, int line, String text) {
        Matcher words = WORD.matcher(lower);
        String command = words.lookingAt() ? words.group() : "";
        words.reset();
        while (words.find()) {
            controlWords.add(words.group());
        }
        String reaching = statement.indexOf('`') >= 0 ? "shell" : command;
        if (REACHING.contains(reaching) && !trusted.contains(reaching)) {
            site(line, text, ".control")
                    .wrong(
                            "the command " + reaching + " runs or loads foreign code",
                            "remove it, or write trust: [" + reaching + "] under runner.ngspice if you know the deck");
        }
    }
}

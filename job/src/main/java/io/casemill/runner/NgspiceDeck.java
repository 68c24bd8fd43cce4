package io.casemill.runner;

import io.casemill.sweep.Case;
import io.casemill.sweep.Column;
import io.casemill.sweep.ColumnType;
import io.casemill.sweep.InputFile;
import io.casemill.sweep.RunnerDefinition.Ngspice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The deck with its includes, compiled once, laid out per case with the case's values.
 *
 * <p>Values reach the deck as {@code .param} lines just before its {@code .end}: of several global definitions of a
 * parameter ngspice takes the last, includes among them, and evaluates what depends on it afterwards. So nothing of
 * the deck is rewritten and its line numbers stay. {@code ${name}} in the deck or an include is filled in as text.
 */
final class NgspiceDeck {
    private static final Pattern END = Pattern.compile("(?im)^[ \\t]*\\.end[ \\t]*(?:[;$*].*)?\\r?$");
    private static final long MAX_TEXT_BYTES = 16L << 20;

    private final String netlist;
    private final Template head;
    private final Template tail;
    private final List<Integer> parameters;
    private final Positions positions;
    private final CaseDirectory includes = new CaseDirectory();

    /** @throws IOException when the deck or an include cannot be read */
    NgspiceDeck(Ngspice definition, List<InputFile> inputs, Path folder, Positions positions) throws IOException {
        this.netlist = definition.netlist();
        this.positions = positions;
        byte[] deck = Files.readAllBytes(CaseDirectory.within(folder, netlist));
        StringBuilder words = new StringBuilder(new String(deck, StandardCharsets.ISO_8859_1));
        int end = endLine(words);
        head = Template.compile(words.substring(0, end), positions);
        tail = Template.compile(words.substring(end), positions);
        for (InputFile input : inputs) {
            if (!input.path().equals(netlist)) {
                words.append('\n').append(include(input, CaseDirectory.within(folder, input.path())));
            }
        }
        parameters = used(words);
    }

    /** Fills in or links an include; its text when it is one. */
    private String include(InputFile input, Path source) throws IOException {
        String text = "";
        if (Files.size(source) <= MAX_TEXT_BYTES) {
            byte[] bytes = Files.readAllBytes(source);
            Template template = Template.ofFile(bytes, positions);
            text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (template.varies()) {
                includes.fill(input.path(), template);
                return text;
            }
        }
        includes.link(input.path(), source);
        return text;
    }

    /**
     * Where the last {@code .end} line starts (ngspice reads on after one), or the end of the text when there is none.
     * The first line is the title.
     */
    private static int endLine(CharSequence deck) {
        int found = deck.length();
        Matcher matcher = END.matcher(deck);
        while (matcher.find()) {
            if (matcher.start() > 0) {
                found = matcher.start();
            }
        }
        return found;
    }

    /** Columns that the circuit mentions; a definition of any other could only clash with the circuit's own names. */
    private List<Integer> used(CharSequence circuit) {
        List<Integer> found = new ArrayList<>();
        List<Column> columns = positions.columns();
        for (int i = 0; i < columns.size(); i++) {
            Pattern word = Pattern.compile(
                    "(?i)(?<![A-Za-z0-9_])" + Pattern.quote(columns.get(i).name()) + "(?![A-Za-z0-9_])");
            if (columns.get(i).type() != ColumnType.STRING
                    && word.matcher(circuit).find()) {
                found.add(i);
            }
        }
        return found;
    }

    /** Writes deck and includes of one case into its empty directory. */
    void layOut(Case theCase, Path directory) throws IOException, InvalidInputException {
        refuseLineBreaks(theCase);
        includes.layOut(theCase, directory);
        ByteArrayOutputStream deck = new ByteArrayOutputStream(4096);
        head.renderFile(theCase, deck);
        StringBuilder lines = new StringBuilder("\n");
        for (int position : parameters) {
            lines.append(".param ")
                    .append(positions.columns().get(position).name())
                    .append('=')
                    .append(number(theCase, position))
                    .append('\n');
        }
        deck.writeBytes(lines.toString().getBytes(StandardCharsets.US_ASCII));
        tail.renderFile(theCase, deck);
        Path target = CaseDirectory.within(directory, netlist);
        Files.createDirectories(target.resolveSibling("."));
        Files.write(target, deck.toByteArray());
    }

    private String number(Case theCase, int position) throws InvalidInputException {
        if (theCase.value(position) instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        return positions.text(theCase, position);
    }

    /** A value is part of a line; with a line break it could add commands to the deck. */
    private void refuseLineBreaks(Case theCase) throws InvalidInputException {
        for (int i = 0; i < theCase.size(); i++) {
            if (theCase.value(i) instanceof String text && text.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidInputException("Invalid value of "
                        + positions.columns().get(i).name()
                        + ": it holds a line break or another control character, which a netlist cannot take");
            }
        }
    }
}

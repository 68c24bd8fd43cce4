package io.casemill.runner;

import io.casemill.sweep.Case;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code ${name}} places, compiled once and filled in per case. {@code $${name}} stands for a literal
 * {@code ${name}}. Immutable.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Positions positions;
    private final List<String> literals;
    private final int[] places;
    private final List<String> unknown;

    private Template(Positions positions, List<String> literals, int[] places, List<String> unknown) {
        this.positions = positions;
        this.literals = literals;
        this.places = places;
        this.unknown = unknown;
    }

    /** Finds the places of a text. Names that are no column stay as they are and are listed by {@link #unknown}. */
    static Template compile(String text, Positions positions) {
        List<String> literals = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            literal.append(text, from, matcher.start());
            from = matcher.end();
            @Nullable Integer position = positions.of(matcher.group(2));
            if (!matcher.group(1).isEmpty()) {
                literal.append(text, matcher.start() + 1, matcher.end());
            } else if (position == null) {
                unknown.add(matcher.group(2));
                literal.append(matcher.group());
            } else {
                literals.add(literal.toString());
                literal.setLength(0);
                places.add(position);
            }
        }
        literals.add(literal.append(text, from, text.length()).toString());
        int[] filled = places.stream().mapToInt(Integer::intValue).toArray();
        return new Template(positions, List.copyOf(literals), filled, List.copyOf(unknown));
    }

    /** A template file: bytes outside its places are kept exactly, whatever their encoding. */
    static Template ofFile(byte[] bytes, Positions positions) {
        return compile(new String(bytes, StandardCharsets.ISO_8859_1), positions);
    }

    /** Names between braces that are no column of the sweep, in order. */
    List<String> unknown() {
        return unknown;
    }

    /** Whether any place is filled in per case. */
    boolean varies() {
        return places.length > 0;
    }

    String render(Case theCase) throws InvalidInputException {
        if (places.length == 0) {
            return literals.get(0);
        }
        StringBuilder filled = new StringBuilder(literals.get(0));
        for (int i = 0; i < places.length; i++) {
            filled.append(positions.text(theCase, places[i])).append(literals.get(i + 1));
        }
        return filled.toString();
    }

    /** The bytes of a template made by {@link #ofFile}; values are written as UTF-8. */
    void renderFile(Case theCase, ByteArrayOutputStream out) throws InvalidInputException {
        write(literals.get(0), StandardCharsets.ISO_8859_1, out);
        for (int i = 0; i < places.length; i++) {
            write(positions.text(theCase, places[i]), StandardCharsets.UTF_8, out);
            write(literals.get(i + 1), StandardCharsets.ISO_8859_1, out);
        }
    }

    private static void write(String text, Charset charset, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(charset));
    }
}

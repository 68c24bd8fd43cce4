package io.casemill.config;

import java.util.Comparator;
import java.util.Objects;

/**
 * One mistake in what the user wrote.
 *
 * @param file as the user named it, or {@code --set N} for the N-th override
 * @param line from 1, or 0 when the file as a whole or an override is meant
 * @param column from 1, or 0 likewise
 * @param keyPath where in the sweep, such as {@code parameters.c.logspace.num}; empty for the file as a whole
 * @param what what is wrong, with the values
 * @param remedy what to write or do instead
 */
public record Problem(String file, int line, int column, String keyPath, String what, String remedy)
        implements Comparable<Problem> {
    private static final Comparator<Problem> BY_POSITION = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::keyPath)
            .thenComparing(Problem::what)
            .thenComparing(Problem::remedy);

    /** Control characters are made visible, so that a message cannot steer a terminal. */
    public Problem {
        Objects.requireNonNull(file);
        keyPath = Shown.inert(keyPath);
        what = Shown.inert(what);
        remedy = Shown.inert(remedy);
    }

    /** By file, then by position in it. */
    @Override
    public int compareTo(Problem other) {
        return BY_POSITION.compare(this, other);
    }

    /** {@code file:line:column: key path: what is wrong; what to write instead}. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file;
        return place + ": " + (keyPath.isEmpty() ? "" : keyPath + ": ") + what + "; " + remedy;
    }
}

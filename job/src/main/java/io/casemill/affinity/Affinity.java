package io.casemill.affinity;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much a user wants workers pinned to cores. */
public enum Affinity {
    /** Workers run wherever the system puts them. */
    OFF,
    /** Workers are pinned when that is possible; when it is not, a warning says why, once. */
    BEST_EFFORT,
    /** The executor refuses to start without pinned workers. */
    REQUIRED;

    /** The mode of this name: {@code off}, {@code best-effort} or {@code required}. */
    public static Affinity parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid affinity '" + text + "': write one of "
                        + Arrays.stream(values()).map(Affinity::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

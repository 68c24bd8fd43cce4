package io.casemill.sweep;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many workers an executor runs for a sweep. */
public sealed interface Workers extends Serializable {
    /** More than any machine has use for; a mistyped number of cases stops here. */
    int MOST = 4096;

    /** Workers on an executor to which Spark gave {@code cores}, at least 1. */
    int on(int cores);

    /** As the sweep file and the command line have it. */
    String text();

    /**
     * By what the cases wait for.
     *
     * @param load what they do most of the time
     */
    record ByLoad(Load load) implements Workers {
        @Override
        public int on(int cores) {
            return switch (load) {
                case CPU -> cores;
                // Rounded down: what does not fit into memory costs more than an idle core.
                case MEMORY -> Math.max(1, cores / 2);
                case IO -> 2 * cores;
                // Rounded up: one core alone has a second worker to fill its waits.
                case MIXED -> (3 * cores + 1) / 2;
            };
        }

        @Override
        public String text() {
            return load.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The same number on every executor, whatever its cores.
     *
     * @param number from 1 to {@link #MOST}
     */
    record Fixed(int number) implements Workers {
        public Fixed {
            if (number < 1 || number > MOST) {
                throw new IllegalArgumentException(
                        "Invalid number of workers " + number + ": must be from 1 to " + MOST);
            }
        }

        @Override
        public int on(int cores) {
            return number;
        }

        @Override
        public String text() {
            return Integer.toString(number);
        }
    }

    /** What the cases of a sweep do most of the time. */
    enum Load {
        /** Compute: a worker per core. */
        CPU,
        /** Fill memory, or its bandwidth: a worker per two cores. */
        MEMORY,
        /** Wait for disks, networks or licences: two workers per core. */
        IO,
        /** Compute and wait: three workers per two cores. */
        MIXED
    }

    /** What {@link #text} wrote, or null when it is none. */
    static @Nullable Workers parse(String text) {
        for (Load load : Load.values()) {
            if (load.name().toLowerCase(Locale.ROOT).equals(text)) {
                return new ByLoad(load);
            }
        }
        boolean number = text.matches("[0-9]{1,4}");
        int count = number ? Integer.parseInt(text) : 0;
        return count >= 1 && count <= MOST ? new Fixed(count) : null;
    }
}

package io.casemill.app;

import java.util.Objects;

/**
 * What the doctor found about one thing.
 *
 * @param name the thing
 * @param level how it is
 * @param found what was found, with its values
 * @param remedy what to do; empty when it is fine
 */
record Check(String name, Level level, String found, String remedy) {
    Check {
        Objects.requireNonNull(name);
        Objects.requireNonNull(level);
        Objects.requireNonNull(found);
        Objects.requireNonNull(remedy);
    }

    /** How bad it is. */
    enum Level {
        OK,
        /** Works, but slower or with fewer features. */
        WARN,
        /** No run works. */
        FAIL
    }

    static Check ok(String name, String found) {
        return new Check(name, Level.OK, found, "");
    }

    static Check warn(String name, String found, String remedy) {
        return new Check(name, Level.WARN, found, remedy);
    }

    static Check fail(String name, String found, String remedy) {
        return new Check(name, Level.FAIL, found, remedy);
    }
}

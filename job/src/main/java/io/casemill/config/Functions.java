package io.casemill.config;

import io.casemill.udfs.CaseFunction;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The case functions that a sweep file may name.
 *
 * @param find the function of a name, or null
 * @param names every name, for suggestions
 */
public record Functions(Function<String, @Nullable CaseFunction> find, List<String> names) {
    public Functions {
        names = List.copyOf(names);
    }

    /** There is none. */
    public static Functions none() {
        return new Functions(name -> null, List.of());
    }
}

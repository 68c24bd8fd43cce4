package io.casemill.udfs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The case functions of a class path, by name. Immutable; safe for any thread. */
public final class CaseFunctions {
    private static final Pattern FUNCTION_NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern COLUMN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Map<String, CaseFunction> byName;

    private CaseFunctions(Map<String, CaseFunction> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /**
     * Finds the functions that the class path registers under
     * {@code META-INF/services/io.casemill.udfs.CaseFunction}. Blocks on the reading of jars.
     *
     * @throws IllegalStateException when a function cannot be made, breaks a rule of {@link CaseFunction}, or shares its
     *     name with another; the message names the classes and the remedy
     */
    public static CaseFunctions load(ClassLoader loader) {
        List<CaseFunction> found = new ArrayList<>();
        try {
            ServiceLoader.load(CaseFunction.class, loader).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "Cannot load a case function: " + e.getMessage()
                            + "; correct the class that META-INF/services names (public, with a public constructor"
                            + " without arguments) or remove its jar",
                    e);
        }
        return of(found);
    }

    /** The registry of these functions, under the rules of {@link #load}. */
    static CaseFunctions of(Iterable<? extends CaseFunction> functions) {
        Map<String, CaseFunction> byName = new TreeMap<>();
        for (CaseFunction function : functions) {
            check(function);
            CaseFunction other = byName.putIfAbsent(function.name(), function);
            if (other != null) {
                throw new IllegalStateException("Cannot register the case function '" + function.name() + "' twice: "
                        + other.getClass().getName() + " and "
                        + function.getClass().getName() + " both have this name; rename one or remove its jar");
            }
        }
        return new CaseFunctions(byName);
    }

    /** The function with this name, or null when there is none. */
    public @Nullable CaseFunction find(String name) {
        return byName.get(name);
    }

    /** All names, sorted. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    private static void check(CaseFunction function) {
        if (!FUNCTION_NAME.matcher(function.name()).matches()) {
            throw broken(
                    function,
                    "its name must be a lower-case letter, then lower-case letters, digits and hyphens, at most 64");
        }
        if (function.version().isBlank()) {
            throw broken(function, "its version is empty; return a text that changes whenever results may change");
        }
        if (function.outputs().isEmpty()) {
            throw broken(function, "it declares no output; declare at least one");
        }
        Set<String> seen = new HashSet<>();
        function.arguments().forEach(argument -> checkColumn(function, "argument", argument.name(), seen));
        seen.clear();
        function.outputs().forEach(output -> checkColumn(function, "output", output.name(), seen));
    }

    private static void checkColumn(CaseFunction function, String kind, String name, Set<String> seen) {
        if (!COLUMN_NAME.matcher(name).matches()) {
            throw broken(
                    function,
                    "the name of its " + kind + " '" + name
                            + "' must be a letter or underscore, then letters, digits and underscores, at most 64");
        }
        if (!seen.add(name)) {
            throw broken(function, "it declares the " + kind + " '" + name + "' twice; rename one");
        }
    }

    private static IllegalStateException broken(CaseFunction function, String why) {
        return new IllegalStateException("Cannot register the case function '" + function.name() + "' of "
                + function.getClass().getName() + ": " + why);
    }
}

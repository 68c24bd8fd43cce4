package io.casemill.store;

/** Paths below a store's root: {@code a/b/c}, never absolute, never above the root. */
final class StorePath {
    private static final int LONGEST = 1024;

    private StorePath() {}

    /**
     * The path itself when it is safe. Throws {@link IllegalArgumentException} when it is absolute, longer than 1,024
     * characters, or has an empty segment, a segment {@code .} or {@code ..}, a control character, a backslash or a
     * colon in its first segment (which a URI parser takes for a scheme).
     */
    static String checked(String path) {
        if (path.isEmpty() || path.length() > LONGEST) {
            throw invalid(path, "must have 1 to " + LONGEST + " characters, has " + path.length());
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == 0x7f || c == '\\') {
                throw invalid(path, "character " + (int) c + " at " + i + " is not allowed");
            }
        }
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.isEmpty()) {
                throw invalid(path, "must be relative and must not have an empty segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw invalid(path, "must not have a segment " + segment);
            }
        }
        if (segments[0].indexOf(':') >= 0) {
            throw invalid(path, "must not have a colon in its first segment");
        }
        return path;
    }

    /** The folder part of a path, or the empty string. */
    static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last segment of a path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a file of that name is a staged one, which no listing shows. */
    static boolean isStaged(String name) {
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    /** A fresh name for a staged file that is to become {@code name}. */
    static String staged(String name) {
        return "." + name + "." + java.util.UUID.randomUUID() + ".tmp";
    }

    private static IllegalArgumentException invalid(String path, String why) {
        String shown = path.length() > 100 ? path.substring(0, 100) + "…" : path;
        return new IllegalArgumentException("Invalid path \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\": " + why);
    }
}

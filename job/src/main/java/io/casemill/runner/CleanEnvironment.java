package io.casemill.runner;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment of external programs: nothing of the executor's but its PATH. */
final class CleanEnvironment {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private CleanEnvironment() {}

    /** The executor's PATH, by which programs are found. */
    static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isBlank() ? DEFAULT_PATH : path;
    }

    /** A new map for a case that runs in a directory; the caller may add to it. */
    static Map<String, String> in(Path directory) {
        Map<String, String> env = new HashMap<>();
        env.put("PATH", path());
        env.put("HOME", directory.toString());
        env.put("TMPDIR", directory.toString());
        env.put("LANG", "C.UTF-8");
        // One case has one core: a numeric library that starts a thread per core only slows its neighbours.
        env.put("OMP_NUM_THREADS", "1");
        return env;
    }
}

package io.casemill.scatter;

import io.casemill.executor.ExecutorRuntime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one engine of this JVM. Spark gives a task no way to its executor's plugin, so this class holds the only static
 * state of the product: a reference and a count of those who hold it. The plugin holds it for the executor's life, a task
 * for its own; the last one out closes it.
 */
final class SharedRuntime {
    /** Guarded by the class. */
    private static @Nullable ExecutorRuntime current;

    /** Guarded by the class. */
    private static int holders;

    private SharedRuntime() {}

    interface Maker {
        ExecutorRuntime make() throws IOException;
    }

    /** Keeps the runtime of this JVM alive, should there be one. */
    static synchronized void hold() {
        holders++;
    }

    /** The runtime of this JVM, made by the first caller. Give it back with {@link #release}. */
    static synchronized ExecutorRuntime acquire(Maker maker) throws IOException {
        ExecutorRuntime runtime = current;
        if (runtime == null) {
            runtime = maker.make();
            current = runtime;
        }
        holders++;
        return runtime;
    }

    static synchronized void release() {
        holders--;
        ExecutorRuntime runtime = current;
        if (holders == 0 && runtime != null) {
            current = null;
            runtime.close();
        }
    }
}

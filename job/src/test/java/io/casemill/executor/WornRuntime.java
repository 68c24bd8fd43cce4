package io.casemill.executor;

import io.casemill.LateThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.DoubleStream;

/** A runtime of one worker whose engine takes no more work, because cases that ignore their limit used its replacements up. */
public final class WornRuntime {
    private WornRuntime() {}

    /** The caller closes it. */
    public static ExecutorRuntime start(Path folder) throws IOException, InterruptedException {
        TaskAttemptFixture planted = new TaskAttemptFixture(folder) {};
        planted.timeout = Duration.ofMillis(30);
        ExecutorRuntime runtime = planted.start(1);
        double[] deaf = DoubleStream.generate(() -> -8).limit(5).toArray();
        planted.run(runtime, 0, planted.cases(deaf), () -> false);
        planted.touch("thawed");
        LateThreads.await("casemill-1-worker-");
        return runtime;
    }
}

package io.casemill.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One JSON object a line, once a second: for programs that start Casemill. */
final class JsonProgress implements RunObserver {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final PrintStream err;
    private final Pace pace;

    JsonProgress(PrintStream err, LongSupplier nanos) {
        this.err = err;
        this.pace = new Pace(PERIOD, nanos);
    }

    @Override
    public void planned(long total, long reused, long toRun) {
        print(String.format(
                Locale.ROOT, "{\"event\":\"planned\",\"total\":%d,\"reused\":%d,\"to_run\":%d}", total, reused, toRun));
    }

    @Override
    public void progress(Progress progress) {
        if (pace.due()) {
            print("progress", progress);
        }
    }

    @Override
    public void finished(Progress last) {
        print("finished", last);
    }

    private void print(String event, Progress progress) {
        print(String.format(
                Locale.ROOT,
                "{\"event\":\"%s\",\"total\":%d,\"reused\":%d,\"completed\":%d,\"failed\":%d,\"spec_failed\":%d,"
                        + "\"cases_per_second\":%.3f,\"elapsed_s\":%.3f}",
                event,
                progress.total(),
                progress.reused(),
                progress.completed(),
                progress.failed(),
                progress.specFailed(),
                progress.casesPerSecond(),
                progress.elapsed().toMillis() / 1000.0));
    }

    private void print(String line) {
        err.println(line);
        err.flush();
    }
}

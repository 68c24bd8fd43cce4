package io.casemill.app;

import io.casemill.report.Humane;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A line when the cases are known, one every 30 seconds, and one at the end: for pipes and log files. */
final class PlainProgress implements RunObserver {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** Some thirty years: what is longer is no estimate. */
    private static final double LONGEST_SECONDS = 1e9;

    private final PrintStream err;
    private final Pace pace;

    PlainProgress(PrintStream err, LongSupplier nanos) {
        this.err = err;
        this.pace = new Pace(PERIOD, nanos);
    }

    @Override
    public void planned(long total, long reused, long toRun) {
        print(Humane.count(total, "case") + " planned"
                + (reused > 0 ? ", " + Humane.count(reused) + " already done" : "") + ", " + Humane.count(toRun)
                + " to run");
    }

    @Override
    public void progress(Progress progress) {
        if (pace.due()) {
            print(text(progress) + ", " + remaining(progress));
        }
    }

    @Override
    public void finished(Progress last) {
        print(text(last) + ", " + Humane.duration(last.elapsed()) + " in all");
    }

    static String text(Progress progress) {
        return Humane.count(progress.done()) + " of " + Humane.count(progress.total(), "case") + " done ("
                + Humane.percent(progress.done(), progress.total()) + "), " + Humane.count(progress.failed())
                + " failed, " + Humane.rate(progress.casesPerSecond());
    }

    private static String remaining(Progress progress) {
        double rate = progress.casesPerSecond();
        if (!(rate > 0)) {
            return "time left unknown";
        }
        double seconds = Math.min((double) progress.remaining() / rate, LONGEST_SECONDS);
        return Humane.duration(Duration.ofMillis((long) (seconds * 1000))) + " left";
    }

    private void print(String text) {
        err.println("casemill: " + text);
        err.flush();
    }
}

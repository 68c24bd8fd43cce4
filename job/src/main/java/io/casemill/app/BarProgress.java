package io.casemill.app;

import io.casemill.report.Humane;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live bar with done, failed, rate and time left. The library redraws it from a thread of its own until the end. */
final class BarProgress implements RunObserver {
    private static final int PERIOD_MILLIS = 250;

    private final PrintStream err;
    private final int width;
    private @Nullable ProgressBar bar;

    BarProgress(PrintStream err, int width) {
        this.err = err;
        this.width = width;
    }

    @Override
    public void planned(long total, long reused, long toRun) {
        bar = new ProgressBarBuilder()
                .setTaskName("casemill")
                .setInitialMax(total)
                .startsFrom(reused, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(PERIOD_MILLIS)
                // The length is given, so that the library does not ask the terminal, which loads native code.
                .setConsumer(new ConsoleProgressBarConsumer(err, Math.max(20, width - 1)))
                .build();
    }

    @Override
    public void progress(Progress progress) {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.stepTo(progress.done());
            shown.setExtraMessage(
                    " " + Humane.count(progress.failed()) + " failed, " + Humane.rate(progress.casesPerSecond()));
        }
    }

    @Override
    public void finished(Progress last) {
        progress(last);
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}

package io.casemill.app;

import io.casemill.master.Epoch;
import io.casemill.master.Epochs;
import io.casemill.master.FencedException;
import io.casemill.scatter.Scatter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run within seconds when it could not publish any more, because its directory is gone or another driver owns it: hours of
 * cases would be in vain. Used by the driver's thread.
 */
final class Ownership implements Scatter.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Epochs epochs;
    private final Epoch epoch;
    private final Scatter.Watcher watcher;
    private final Pace pace;

    /**
     * @param epoch this driver's turn
     * @param watcher who watches the rest
     * @param nanos a monotonic clock in nanoseconds
     */
    Ownership(Epochs epochs, Epoch epoch, Scatter.Watcher watcher, LongSupplier nanos) {
        this.epochs = epochs;
        this.epoch = epoch;
        this.watcher = watcher;
        this.pace = new Pace(PERIOD, nanos);
    }

    /**
     * @throws UncheckedIOException with a {@link FencedException} when the run directory is not this driver's any more
     */
    @Override
    public @Nullable String tick(long completed, long failed, long specFailed) {
        if (pace.due()) {
            try {
                epochs.requireCurrent(epoch);
            } catch (FencedException e) {
                throw new UncheckedIOException(e);
            } catch (IOException e) {
                // Storage fails now and then; whoever writes to it tries again, and tells.
                LOG.info("Whether this driver still owns the run directory is not known", e);
            }
        }
        return watcher.tick(completed, failed, specFailed);
    }
}

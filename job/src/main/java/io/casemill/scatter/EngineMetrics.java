package io.casemill.scatter;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of one executor's engine: {@code engine.<figure>} of all workers together, {@code worker.<index>.<figure>} of each.
 * They are there before the engine is, and stay when it is replaced. What is asked for at once comes from one snapshot. Safe
 * for any thread.
 */
final class EngineMetrics {
    /** A scrape asks for every gauge within this time. */
    private static final long FRESH_NANOS = 100_000_000;

    private final MetricRegistry registry;
    private final String prefix;
    private final Supplier<EngineFigures> source;
    private final LongSupplier clock;

    /** Guarded by this. */
    private final List<String> names = new ArrayList<>();

    /** How many workers have gauges. Guarded by this. */
    private int workers;

    /** Guarded by this. */
    private @Nullable EngineFigures last;

    /** When that was read. Guarded by this. */
    private long read;

    /**
     * @param prefix of all names, "" or ending with a dot
     * @param source read when a gauge is asked
     * @param clock in nanoseconds
     */
    EngineMetrics(MetricRegistry registry, String prefix, Supplier<EngineFigures> source, LongSupplier clock) {
        this.registry = registry;
        this.prefix = prefix;
        this.source = source;
        this.clock = clock;
        gauge("engine.workers", () -> figures().workers().size());
        gauge("engine.injectorSize", () -> figures().queued());
        for (Figure figure : Figure.ALL) {
            gauge("engine." + figure.metric(), () -> figure.of().apply(figures().total()));
        }
    }

    /** The engine has so many workers: each gets gauges, if it has none. */
    synchronized void show(int count) {
        for (; workers < count; workers++) {
            int worker = workers;
            gauge("worker." + worker + ".core", () -> figures().worker(worker).core());
            for (Figure figure : Figure.ALL) {
                gauge(
                        "worker." + worker + "." + figure.metric(),
                        () -> figure.of().apply(figures().worker(worker)));
            }
        }
    }

    /** Takes all gauges away. */
    synchronized void remove() {
        names.forEach(registry::remove);
        names.clear();
    }

    private synchronized void gauge(String name, Gauge<Number> gauge) {
        registry.register(prefix + name, gauge);
        names.add(prefix + name);
    }

    private synchronized EngineFigures figures() {
        long now = clock.getAsLong();
        EngineFigures figures = last;
        if (figures == null || now - read >= FRESH_NANOS) {
            figures = source.get();
            last = figures;
            read = now;
        }
        return figures;
    }
}

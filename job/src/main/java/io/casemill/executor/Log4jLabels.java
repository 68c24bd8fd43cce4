package io.casemill.executor;

import io.casemill.engine.StepLabels;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.core.impl.ReusableLogEventFactory;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes log4j's events as before, and adds the labels of the case that the logging thread works for.
 *
 * <p>Log4j's own way, a provider of context data, is closed: it reads its list of providers once, from its own class loader, and on a
 * cluster it has started long before Spark fetches the application's jar. So the loggers are told to make their events here.
 */
final class Log4jLabels implements LogEventFactory {
    private final LogEventFactory factory;

    private Log4jLabels(LogEventFactory factory) {
        this.factory = factory;
    }

    /** Labels the log of this JVM. Idempotent. */
    static synchronized void install() {
        if (LogManager.getContext(false) instanceof LoggerContext context && label(context)) {
            // A new configuration has loggers of its own.
            context.addPropertyChangeListener(change -> label(context));
        }
    }

    /** Whether there was a logger that did not label yet. */
    private static boolean label(LoggerContext context) {
        boolean changed = false;
        for (LoggerConfig logger : context.getConfiguration().getLoggers().values()) {
            LogEventFactory present = logger.getLogEventFactory();
            if (!(present instanceof Log4jLabels)) {
                logger.setLogEventFactory(new Log4jLabels(present));
                changed = true;
            }
        }
        return changed;
    }

    @Override
    public LogEvent createEvent(
            String logger,
            @Nullable Marker marker,
            String caller,
            Level level,
            Message message,
            @Nullable List<Property> properties,
            @Nullable Throwable thrown) {
        return labelled(factory.createEvent(logger, marker, caller, level, message, properties, thrown));
    }

    @Override
    public LogEvent createEvent(
            String logger,
            @Nullable Marker marker,
            String caller,
            @Nullable StackTraceElement location,
            Level level,
            Message message,
            @Nullable List<Property> properties,
            @Nullable Throwable thrown) {
        return labelled(factory.createEvent(logger, marker, caller, location, level, message, properties, thrown));
    }

    private static LogEvent labelled(LogEvent event) {
        Map<String, String> labels = StepLabels.here();
        if (labels.isEmpty()) {
            return event;
        }
        StringMap data = ContextDataFactory.createContextData(event.getContextData());
        labels.forEach(data::putValue);
        LogEvent labelled =
                new Log4jLogEvent.Builder(event).setContextData(data).build();
        ReusableLogEventFactory.release(event);
        return labelled;
    }
}

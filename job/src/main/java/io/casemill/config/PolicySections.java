package io.casemill.config;

import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.ExecutionPolicy;
import io.casemill.sweep.ExecutionPolicy.Mode;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.FailurePolicy.OnTimeout;
import io.casemill.sweep.FailurePolicy.Retry;
import io.casemill.sweep.Limits;
import io.casemill.sweep.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a case may use, what happens when cases fail, and how cases are put on machines. */
final class PolicySections {
    private static final List<String> CLASSES =
            Arrays.stream(ErrorClass.values()).map(ErrorClass::id).toList();
    private static final List<String> ON_TIMEOUT = List.of("fail", "retry", "cached");
    private static final String TIMEOUT = ErrorClass.TIMEOUT.id();

    private PolicySections() {}

    static Limits limits(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.LIMITS);
        if (fields == null) {
            return Limits.DEFAULT;
        }
        Duration timeout = duration(fields, "timeout");
        Long output = bytes(fields, "output");
        Long file = bytes(fields, "file");
        return new Limits(
                timeout == null ? Limits.DEFAULT.timeout() : timeout,
                duration(fields, "partition_timeout"),
                duration(fields, "run_timeout"),
                bytes(fields, "memory"),
                output == null ? Limits.DEFAULT.outputBytes() : output,
                file == null ? Limits.DEFAULT.fileBytes() : file);
    }

    private static @Nullable Duration duration(Fields fields, String key) {
        Field field = fields.optional(key);
        return field == null ? null : field.duration();
    }

    private static @Nullable Long bytes(Fields fields, String key) {
        Field field = fields.optional(key);
        return field == null ? null : field.bytes();
    }

    static FailurePolicy failure(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.FAILURE);
        if (fields == null) {
            return FailurePolicy.NONE;
        }
        Field max = fields.optional("max");
        Double fraction = null;
        Long count = null;
        if (max != null && max.item() instanceof Item.Scalar scalar) {
            fraction = Quantities.percentage(scalar.text());
            count = fraction == null && scalar.plain() ? Quantities.whole(scalar.text()) : null;
        }
        if (max != null && fraction == null && (count == null || count < 0)) {
            max.wrong(
                    "must be a percentage or a number of cases, is " + max.description(),
                    "write 5% for a fraction of the cases, or 100 for a number of cases");
        }
        List<Retry> retries = retries(fields.optional("retry"));
        return new FailurePolicy(fraction, count, retries, onTimeout(fields.optional("on_timeout"), retries));
    }

    /** {@code retry} is short for a rule of its own, which is added to the others. */
    private static OnTimeout onTimeout(@Nullable Field field, List<Retry> retries) {
        String text = field == null ? null : field.text();
        if (field == null || text == null) {
            return OnTimeout.FAIL;
        }
        if (!ON_TIMEOUT.contains(text)) {
            field.wrong(
                    Shown.quoted(text) + " is none of " + String.join(", ", ON_TIMEOUT),
                    Nearest.remedy(text, ON_TIMEOUT));
        }
        if (text.equals("retry")) {
            if (retries.stream().anyMatch(rule -> rule.on().contains(TIMEOUT))) {
                field.wrong("failure.retry has a rule on timeout too", "keep one of them; the rule says how often");
            }
            retries.add(new Retry(List.of(TIMEOUT), 1));
        }
        return text.equals("cached") ? OnTimeout.CACHED : OnTimeout.FAIL;
    }

    static ExecutionPolicy execution(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.EXECUTION);
        if (fields == null) {
            return ExecutionPolicy.DEFAULT;
        }
        Field workersField = fields.optional("workers");
        Workers workers = workersField == null ? null : workers(workersField);
        Field partitionField = fields.optional("partition");
        Long partition = partitionField == null ? null : partitionField.whole(1, Integer.MAX_VALUE);
        boolean deterministic = flag(fields.optional("deterministic"));
        Mode mode = flag(fields.optional("inline")) ? Mode.INLINE : deterministic ? Mode.DETERMINISTIC : Mode.PARALLEL;
        return new ExecutionPolicy(
                workers == null ? ExecutionPolicy.DEFAULT.workers() : workers,
                partition == null ? ExecutionPolicy.LARGEST_PARTITION : partition,
                mode);
    }

    private static @Nullable Workers workers(Field field) {
        Workers workers = field.item() instanceof Item.Scalar scalar ? Workers.parse(scalar.text()) : null;
        if (workers == null) {
            field.wrong(
                    "must be a kind of load or a number of workers, is " + field.description(),
                    "write cpu, memory, io, mixed, or a number from 1 to " + Workers.MOST);
        }
        return workers;
    }

    private static boolean flag(@Nullable Field field) {
        return field != null && Boolean.TRUE.equals(field.flag());
    }

    private static List<Retry> retries(@Nullable Field section) {
        List<Retry> retries = new ArrayList<>();
        if (section == null) {
            return retries;
        }
        for (Field element : section.elements("write rules: [{on: [lost, io], times: 3}]")) {
            Fields fields = element.fields(Keys.RETRY);
            if (fields == null) {
                continue;
            }
            Field onField = fields.required("on", "[lost, io]");
            List<String> on = new ArrayList<>();
            for (Field name : onField == null ? List.<Field>of() : onField.elements("name error classes: [lost, io]")) {
                String text = name.text();
                if (text != null && !CLASSES.contains(text)) {
                    name.wrong(Shown.quoted(text) + " is no error class", Nearest.remedy(text, CLASSES));
                } else if (text != null) {
                    on.add(text);
                }
            }
            Long times = fields.whole("times", "3", 1, 100);
            if (times != null) {
                retries.add(new Retry(on, times.intValue()));
            }
        }
        return retries;
    }
}

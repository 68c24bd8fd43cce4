package io.casemill.config;

import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.FailurePolicy;
import io.casemill.sweep.FailurePolicy.Retry;
import io.casemill.sweep.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a case may use, and what happens when cases fail. */
final class PolicySections {
    private static final List<String> CLASSES =
            Arrays.stream(ErrorClass.values()).map(ErrorClass::id).toList();

    private PolicySections() {}

    static Limits limits(@Nullable Field section) {
        Fields fields = section == null ? null : section.fields(Keys.LIMITS);
        if (fields == null) {
            return Limits.DEFAULT;
        }
        Field timeoutField = fields.optional("timeout");
        Duration timeout = timeoutField == null ? null : timeoutField.duration();
        Long output = bytes(fields, "output");
        Long file = bytes(fields, "file");
        return new Limits(
                timeout == null ? Limits.DEFAULT.timeout() : timeout,
                bytes(fields, "memory"),
                output == null ? Limits.DEFAULT.outputBytes() : output,
                file == null ? Limits.DEFAULT.fileBytes() : file);
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
        return new FailurePolicy(fraction, count, retries(fields.optional("retry")));
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

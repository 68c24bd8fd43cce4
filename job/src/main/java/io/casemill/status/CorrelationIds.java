package io.casemill.status;

import io.casemill.sweep.Case;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes correlation ids, which no row holds: each follows from the session and the case. Used by one thread. */
final class CorrelationIds {
    private @Nullable Placement last;
    private byte[] prefix = {};

    /** {@link Case#correlationId} in UTF-8. */
    @SuppressWarnings("ReferenceEquality") // one instance for all rows of a partition attempt
    byte[] bytes(Placement placement, long caseId) {
        if (placement != last) {
            prefix = (placement.sessionId() + Case.CORRELATION).getBytes(StandardCharsets.UTF_8);
            last = placement;
        }
        int digits = 1;
        for (long rest = caseId / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + digits);
        long rest = caseId;
        for (int i = bytes.length - 1; i >= prefix.length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return bytes;
    }
}

package io.casemill.status;

import java.util.Objects;

/**
 * Where the cases of one partition attempt ran: one instance, shared by all their rows.
 *
 * @param host the machine
 * @param executor Spark's executor id
 * @param partition Spark's partition id, at least 0
 * @param sessionId the session of the partition attempt
 */
public record Placement(String host, String executor, int partition, String sessionId) {
    public Placement {
        Objects.requireNonNull(host);
        Objects.requireNonNull(executor);
        Objects.requireNonNull(sessionId);
    }
}

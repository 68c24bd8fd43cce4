package io.casemill.master;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A driver.
 *
 * @param id identifies the claim
 * @param host the machine
 * @param pid of the driver's process on that machine
 * @param startedAt when the process started, UTC, ISO 8601
 * @param user the account
 */
public record Owner(String id, String host, long pid, String startedAt, String user) {
    public Owner {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        Objects.requireNonNull(user);
        Instant.parse(startedAt);
    }

    /** This process, with a fresh id. */
    public static Owner self() throws IOException {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(
                UUID.randomUUID().toString(),
                thisHost(),
                process.pid(),
                started(process),
                System.getProperty("user.name", "unknown"));
    }

    /** Whether it is another process that is known to live: only a process of the same host can be known. */
    boolean livesBeside(Owner other) {
        return host.equals(other.host) && pid != other.pid && lives();
    }

    /** Whether the process is one of this host, the only ones that {@link #lives} can tell of. */
    public boolean onThisHost() throws IOException {
        return host.equals(thisHost());
    }

    /** Whether the process still runs, when it is one of this host. */
    public boolean lives() {
        // A process id is used again after its process ended: the start time tells the two apart.
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> started(process).equals(startedAt))
                .isPresent();
    }

    /** For people. */
    String described() {
        return user + " on " + host + ", process " + pid + ", since " + startedAt;
    }

    private static String thisHost() throws IOException {
        return InetAddress.getLocalHost().getHostName();
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toString();
    }
}

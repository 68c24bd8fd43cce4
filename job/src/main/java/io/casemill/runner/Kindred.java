package io.casemill.runner;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the living processes of one case in {@code /proc}: those of its session, their children, and those that left
 * both but still carry the case's mark in their environment or still sit in the case's directory.
 */
final class Kindred {
    /** Within this time process ids cannot come around, so only ids after the leader's need a look. */
    private static final long ID_CYCLE_NANOS = 250_000_000;

    private final long leader;
    private final byte[] mark;
    private final Path directory;
    private final long leaderStarted;
    private final long start = System.nanoTime();

    /**
     * @param leader process id of the session's leader
     * @param mark {@code NAME=value} of the environment
     */
    Kindred(long leader, String mark, Path directory) throws IOException {
        this.leader = leader;
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
        this.directory = directory.toRealPath();
        @Nullable ProcStat stat = ProcStat.read(leader);
        this.leaderStarted = stat == null ? 0 : stat.started();
    }

    /** Process ids of all that live, the leader among them while it does. Zombies are dead. */
    Set<Long> living() {
        String[] names = new File("/proc").list();
        Set<Long> found = new TreeSet<>();
        if (names == null) {
            return found;
        }
        long last = System.nanoTime() - start < ID_CYCLE_NANOS ? lastProcessId() : -1;
        Map<Long, ProcStat> candidates = new HashMap<>();
        for (String name : names) {
            long pid = processId(name);
            if (pid > 0 && recent(pid, last)) {
                @Nullable ProcStat stat = ProcStat.read(pid);
                // Whoever is older than the leader, such as a shell that someone left in the directory, is no kin.
                if (stat != null && stat.state() != 'Z' && stat.state() != 'X' && stat.started() >= leaderStarted) {
                    candidates.put(pid, stat);
                }
            }
        }
        for (ProcStat stat : candidates.values()) {
            if (stat.session() == leader || stat.pid() == leader || marked(stat.pid())) {
                found.add(stat.pid());
            }
        }
        addChildren(candidates, found);
        return found;
    }

    /** A child that changed session, environment and directory is still known by its parent while that one lives. */
    private static void addChildren(Map<Long, ProcStat> candidates, Set<Long> found) {
        boolean grown = !found.isEmpty();
        while (grown) {
            grown = false;
            for (ProcStat stat : candidates.values()) {
                grown |= found.contains(stat.parent()) && found.add(stat.pid());
            }
        }
    }

    /** Process ids are handed out in cyclic order, so whatever the case started lies between the leader and the last. */
    private boolean recent(long pid, long last) {
        if (last < 0) {
            return true;
        }
        return last >= leader ? pid >= leader && pid <= last : pid >= leader || pid <= last;
    }

    private static long lastProcessId() {
        try {
            String line = Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII)
                    .strip();
            return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private boolean marked(long pid) {
        return holds(ProcStat.file(pid, "environ"), mark) || sitsInDirectory(pid);
    }

    private boolean sitsInDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a NUL-separated environment holds exactly that entry. */
    static boolean holds(byte[] environment, byte[] entry) {
        int from = 0;
        for (int i = 0; i <= environment.length; i++) {
            if (i == environment.length || environment[i] == 0) {
                if (i - from == entry.length && java.util.Arrays.equals(environment, from, i, entry, 0, entry.length)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static long processId(String name) {
        long pid = 0;
        for (int i = 0; i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            pid = pid * 10 + digit;
        }
        return pid;
    }
}

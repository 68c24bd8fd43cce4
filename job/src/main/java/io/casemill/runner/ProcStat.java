package io.casemill.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code /proc/<pid>/stat}, see proc(5).
 *
 * @param state one letter; {@code Z} is a dead process that nobody has waited for
 * @param parent process id of the parent
 * @param session process id of the session's leader
 * @param cpuTicks user and system time of the process and of the children that it has waited for, in hundredths of a
 *     second (the kernel's USER_HZ is 100 on every architecture that Java 17 runs on)
 * @param childTicks the part of {@code cpuTicks} that those children took
 * @param started when it started, in hundredths of a second since the host's boot
 */
record ProcStat(long pid, char state, long parent, long session, long cpuTicks, long childTicks, long started) {
    private static final Path PROC = Path.of("/proc");

    /** Null when there is no such process any more. */
    static @Nullable ProcStat read(long pid) {
        byte[] bytes = file(pid, "stat");
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        // The program's name is in parentheses and may itself hold blanks and parentheses.
        int name = line.lastIndexOf(')');
        String[] fields =
                name < 0 ? new String[0] : line.substring(name + 1).trim().split(" ", 21);
        if (fields.length < 21) {
            return null;
        }
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        long children = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        return new ProcStat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                own + children,
                children,
                Long.parseLong(fields[19]));
    }

    /** The content of a file of a process, empty when it cannot be read: it ended, or belongs to someone else. */
    static byte[] file(long pid, String name) {
        try {
            return Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(name));
        } catch (IOException e) {
            return new byte[0];
        }
    }
}

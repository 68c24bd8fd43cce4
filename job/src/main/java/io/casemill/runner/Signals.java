package io.casemill.runner;

import java.util.Map;

/** Names of the signals that end programs, with the numbers that Linux gives them. */
final class Signals {
    private static final int BASE = 128;
    private static final int LAST = 64;
    private static final int XFSZ = 25;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL, illegal instruction"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT, abort"),
            Map.entry(7, "SIGBUS, bus error"),
            Map.entry(8, "SIGFPE, arithmetic error"),
            Map.entry(9, "SIGKILL, perhaps the host ran out of memory"),
            Map.entry(11, "SIGSEGV, segmentation fault"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(XFSZ, "SIGXFSZ, file too large"),
            Map.entry(31, "SIGSYS, forbidden system call"));

    private Signals() {}

    /** Whether an exit code is that of a death by signal, as the shell and Java count it. */
    static boolean killed(int exitCode) {
        return exitCode > BASE && exitCode <= BASE + LAST;
    }

    static boolean fileTooLarge(int exitCode) {
        return exitCode == BASE + XFSZ;
    }

    static String name(int exitCode) {
        int signal = exitCode - BASE;
        String name = NAMES.get(signal);
        return name == null ? "signal " + signal : "signal " + signal + " (" + name + ")";
    }
}

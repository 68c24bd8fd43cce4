package io.casemill.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What the workers' time goes into. Every second of every worker, from the command's beginning to the table, is in exactly one part:
 * the work of a case, or lost.
 */
public enum Part {
    /** Before the first case could be sent out. */
    START("starting and planning", true),
    /** No case was under way for an idle worker, before the tail. */
    ADMISSION("waiting for cases to be admitted", true),
    /** The same, while status rows were being written. */
    STATUS("waiting for status rows to be written", true),
    /** CPU time of the workers' threads, which run the cases. */
    CPU("CPU of the cases", false),
    /** In cases of this JVM, but not on a CPU. */
    WAITING("waiting inside the cases", false),
    /** CPU time of the workers' threads where cases are programs: starting them, reading their results. */
    SUPERVISION("starting programs and reading their results", true),
    /** In cases that run programs, while the worker's own thread was not on a CPU. */
    EXTERNAL("external processes", false),
    /** In cases, where the JVM does not tell CPU time. */
    CASES("the cases, on a CPU or waiting", false),
    /** Threads stopped in the middle of cases. */
    GC("garbage collection", true),
    /** Idle at the end, while one case ran on. */
    LONG_CASE("one long case", true),
    /** Idle at the end, while others still worked. */
    TAIL("an idle tail", true),
    /** From the last case to the published table. */
    GATHER("gathering and publishing", true);

    private final String label;
    private final boolean lost;

    Part(String label, boolean lost) {
        this.label = label;
        this.lost = lost;
    }

    /** Whether no case gets anything from it. */
    boolean lost() {
        return lost;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** In JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

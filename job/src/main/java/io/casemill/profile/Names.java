package io.casemill.profile;

/** Names of the events that recordings are read for. */
final class Names {
    static final String PHASE = "io.casemill.Phase";
    static final String WORKER = "io.casemill.Worker";
    static final String CASE = "io.casemill.Case";
    static final String FLUSH = "io.casemill.SegmentFlush";
    static final String EXECUTION_SAMPLE = "jdk.ExecutionSample";
    static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";
    static final String CPU_LOAD = "jdk.CPULoad";
    static final String CPU_INFORMATION = "jdk.CPUInformation";
    static final String GC_PAUSE = "jdk.GCPhasePause";

    private Names() {}
}

package io.casemill.runner;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What a case used, between the making of this and a question. Used by one thread. */
public final class CpuTime {
    private static final long NANOS_PER_TICK = 10_000_000;

    private final com.sun.management.@Nullable ThreadMXBean threads;
    private final boolean children;
    private final long cpu;
    private final long allocated;

    private CpuTime(com.sun.management.@Nullable ThreadMXBean threads, boolean children) {
        this.threads = threads;
        this.children = children;
        this.allocated = threads == null ? -1 : threads.getCurrentThreadAllocatedBytes();
        this.cpu = now();
    }

    /** Of the calling thread. */
    public static CpuTime ofThisThread() {
        return new CpuTime(
                ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean known ? known : null,
                false);
    }

    /** Of the programs that this JVM starts and that end meanwhile, in steps of 10 ms. Right when it runs one at a time. */
    public static CpuTime ofChildren() {
        return new CpuTime(null, true);
    }

    private long now() {
        if (threads != null) {
            return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
        }
        ProcStat self = children ? ProcStat.read(ProcessHandle.current().pid()) : null;
        return self == null ? -1 : self.childTicks() * NANOS_PER_TICK;
    }

    /** CPU time in nanoseconds, or -1 where it cannot be told. */
    public long nanos() {
        long end = now();
        return cpu < 0 || end < 0 ? -1 : end - cpu;
    }

    /** Bytes that the thread allocated on the heap, -1 for programs. */
    public long allocatedBytes() {
        return threads == null ? -1 : threads.getCurrentThreadAllocatedBytes() - allocated;
    }
}

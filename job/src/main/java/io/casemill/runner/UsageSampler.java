package io.casemill.runner;

import io.casemill.runner.Outcome.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at what the living processes of a case have used. The kernel counts CPU time in hundredths of a
 * second and forgets both figures with the process, so a case that ends before the first look has no figures, and a
 * longer one has those of the last look.
 */
final class UsageSampler {
    private static final int MAX_DEPTH = 8;

    private final long leader;
    private long cpuTicks = -1;
    private long peakKilobytes = -1;

    UsageSampler(long leader) {
        this.leader = leader;
    }

    /** Takes one look; some tens of microseconds per process. */
    void sample() {
        long ticks = sample(leader, 0);
        // A child that ended unwaited takes its ticks along; what was seen stays seen.
        cpuTicks = Math.max(cpuTicks, ticks);
    }

    private long sample(long pid, int depth) {
        @Nullable ProcStat stat = ProcStat.read(pid);
        if (stat == null || stat.state() == 'Z') {
            return depth == 0 ? -1 : 0;
        }
        peakKilobytes = Math.max(peakKilobytes, highWater(pid));
        long ticks = stat.cpuTicks();
        if (depth < MAX_DEPTH) {
            String children =
                    new String(ProcStat.file(pid, "task/" + pid + "/children"), StandardCharsets.US_ASCII).strip();
            if (!children.isEmpty()) {
                for (String child : children.split(" ", -1)) {
                    ticks += sample(Long.parseLong(child), depth + 1);
                }
            }
        }
        return ticks;
    }

    private static long highWater(long pid) {
        String status = new String(ProcStat.file(pid, "status"), StandardCharsets.ISO_8859_1);
        int at = status.indexOf("\nVmHWM:");
        int end = at < 0 ? -1 : status.indexOf(" kB", at);
        return end < 0 ? -1 : Long.parseLong(status.substring(at + 7, end).strip());
    }

    Usage usage() {
        return new Usage(cpuTicks < 0 ? Double.NaN : cpuTicks / 100.0, peakKilobytes < 0 ? -1 : peakKilobytes * 1024);
    }
}

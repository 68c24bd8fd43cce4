package io.casemill.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Flight recorder: what one worker has done since its {@link WorkerTicks} began. */
@Name("io.casemill.Worker")
@Label("Worker")
@Category("Casemill")
@Description("What a worker has done since a profiled run began on this executor; other runs' work included")
@Period("20 ms")
@StackTrace(false)
final class WorkerEvent extends Event {

    @Label("Run")
    @Nullable String run;

    @Label("Worker")
    int worker;

    @Label("Core")
    @Description("The core that the worker is pinned to, or -1")
    int core;

    @Label("Elapsed")
    @Timespan
    long elapsed;

    @Label("Busy")
    @Description("Time in chunks and stolen forks")
    @Timespan
    long busy;

    @Label("Parked")
    @Description("Time asleep")
    @Timespan
    long parked;

    @Label("CPU Time")
    @Description("CPU time of the worker's thread, or -1 when the JVM does not tell")
    @Timespan
    long cpu;

    @Label("Executed")
    @Description("Steps that ran")
    long executed;

    @Label("Steals")
    long steals;

    @Label("Failed Steals")
    @Description("Searches of all other deques that found nothing")
    long failedSteals;
}

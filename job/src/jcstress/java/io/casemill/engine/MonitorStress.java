package io.casemill.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A step that begins while the monitor sets its alarm is in the alarm, or its worker sees that it has to ring. */
final class MonitorStress {

    private static final long EARLY = 1_000;
    private static final long DEADLINE = 2_000;

    private MonitorStress() {}

    /** The round follows one whose alarm was earlier than the new step's deadline. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "in the alarm, or rung for")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the deadline is overslept")
    @State
    public static class AlarmAndExpect {
        private final Crew crew = Standing.crew(1);
        private final Monitor monitor = crew.monitor();
        private final Watch watch = crew.at(0).watch();

        public AlarmAndExpect() {
            watch.begin(EARLY);
            monitor.round();
            watch.end();
        }

        @Actor
        public void monitor(II_Result result) {
            result.r1 = monitor.round() <= DEADLINE ? 1 : 0;
        }

        @Actor
        public void worker(II_Result result) {
            watch.begin(DEADLINE);
            result.r2 = monitor.sleepsBeyond(DEADLINE) ? 1 : 0;
        }
    }
}

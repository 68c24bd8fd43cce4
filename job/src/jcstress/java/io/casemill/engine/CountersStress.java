package io.casemill.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** Counters with one writer, read by anybody. */
final class CountersStress {

    private static final int CELL = 0;

    private CountersStress() {}

    /** Of two reads the later never tells less. */
    @JCStressTest
    @Outcome(
            id = {"0, [012]", "1, [12]", "2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "grows")
    @Outcome(expect = Expect.FORBIDDEN, desc = "goes backwards")
    @State
    public static class Growing {
        private final PaddedLongs cells = new PaddedLongs(1);

        @Actor
        public void writer() {
            cells.setOpaque(CELL, cells.get(CELL) + 1);
            cells.setOpaque(CELL, cells.get(CELL) + 1);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = cells.getOpaque(CELL);
            result.r2 = cells.getOpaque(CELL);
        }
    }

    /** A value is read whole. */
    @JCStressTest
    @Outcome(
            id = {"0", "-1"},
            expect = Expect.ACCEPTABLE,
            desc = "old or new")
    @Outcome(expect = Expect.FORBIDDEN, desc = "torn")
    @State
    public static class Whole {
        private final PaddedLongs cells = new PaddedLongs(1);

        @Actor
        public void writer() {
            cells.setOpaque(CELL, -1);
        }

        @Actor
        public void reader(J_Result result) {
            result.r1 = cells.getOpaque(CELL);
        }
    }
}

package io.casemill.executor;

import io.casemill.session.Session;
import java.util.function.Supplier;

/**
 * What the cases of one partition attempt share while they run. Immutable but for the judge's word that the attempt is cancelled.
 *
 * @param runtime the executor's
 * @param run the key under which workers keep their seats
 * @param session of the partition attempt
 * @param rows makes its rows
 * @param judge decides what comes of its cases
 * @param seat makes a worker's seat in the run
 */
record Setting(
        ExecutorRuntime runtime, RunRuntime run, Session session, RowFactory rows, Judge judge, Supplier<Seat> seat) {

    /** Where the attempt runs, for messages. */
    String place() {
        return rows.place();
    }

    Setting(ExecutorRuntime runtime, RunRuntime run, Session session, RowFactory rows, Judge judge) {
        this(runtime, run, session, rows, judge, () -> new Seat(run));
    }
}

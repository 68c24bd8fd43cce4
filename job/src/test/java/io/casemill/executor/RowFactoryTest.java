package io.casemill.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.runner.Outcome;
import io.casemill.status.Placement;
import io.casemill.status.StatusRow;
import io.casemill.sweep.Case;
import io.casemill.sweep.ErrorClass;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-29")
class RowFactoryTest {
    private static StatusRow failedRow(int partition, String message) {
        // What comes from Spark and from a case are new instances each time.
        TaskId id = new TaskId(partition, 0, 0, copy("17"), copy("node-4.example.org"));
        RowFactory rows =
                new RowFactory(List.of(), new Placement(id.host(), id.executor(), partition, "s" + partition));
        Case theCase = new Case(partition, "k", "all", new Object[0]);
        return rows.row(theCase, 0, Outcome.Failed.of(ErrorClass.ERROR, copy(message)), 0, 1, null, null);
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    @Test
    void rows_ofTwoTasks_shareHostExecutorAndMessage() {
        StatusRow first = failedRow(1, "does not converge");
        StatusRow second = failedRow(2, "does not converge");

        assertThat(second.errorMessage()).isSameAs(first.errorMessage());
        assertThat(placement(second).host()).isSameAs(placement(first).host());
        assertThat(placement(second).executor()).isSameAs(placement(first).executor());
    }

    @Test
    void longMessages_areNotLookedUp() {
        String log = "a log of its own ".repeat(200);

        assertThat(failedRow(1, log).errorMessage()).isEqualTo(log);
    }

    private static Placement placement(StatusRow row) {
        return java.util.Objects.requireNonNull(row.execution()).placement();
    }
}

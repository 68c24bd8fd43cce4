package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.app.Casemill;
import io.casemill.app.Rerun;
import io.casemill.app.RunObserver;
import io.casemill.app.RunRequest;
import io.casemill.app.RunSummary;
import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.TaskCommit;
import io.casemill.executor.WornRuntime;
import io.casemill.scatter.Scatter.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on an executor whose engine takes no more work: it ends well, and says that it was degraded. */
@Tag("ENG-18")
class DegradedRunTest {
    private static final String WHY = "engine casemill-1 has replaced 4 workers, its limit";

    @Test
    void run_engineIsWorn_everyCaseCompletesAndTheUserIsTold(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sweep.yaml");
        Files.writeString(file, """
                name: planted
                runner: {function: planted}
                parameters: {x: [1, 2, 3], folder: "%s"}
                """.formatted(folder));
        Path out = folder.resolve("out");
        SharedRuntime.acquire(1, new WornMaker(folder.resolve("worn")));
        RunSummary summary;
        try (Casemill casemill = new Casemill()) {
            summary = casemill.run(
                    new RunRequest(file, List.of(), out.toString(), "local[1]", 0, null, null, Rerun.MISSING),
                    RunObserver.NONE);
        } finally {
            SharedRuntime.release(1);
        }

        assertThat(summary.completed()).isEqualTo(3);
        assertThat(summary.degraded())
                .matches("(\\d+) of \\1 tasks ran cases on their own threads, one after the other: " + WHY + ".*");
        assertThat(Files.readString(out.resolve("sweep.json")))
                .contains("\"degraded\"")
                .contains(WHY);
    }

    @Test
    void degraded_namesEachReasonOnceAndHowManyTasksItMet() {
        assertThat(result((String) null).degraded()).isNull();
        assertThat(result("worn", null, "worn", "no threads").degraded())
                .isEqualTo("3 of 4 tasks ran cases on their own threads, one after the other: worn; no threads");
    }

    private static Result result(@Nullable String... degraded) {
        List<TaskCommit> commits = Arrays.stream(degraded)
                .map(why -> new TaskCommit(0, 0, 0, List.of(), 1, 0, 0, why))
                .toList();
        return new Result(commits, null, false, null);
    }

    private record WornMaker(Path folder) implements SharedRuntime.Maker {
        @Override
        public ExecutorRuntime start() throws IOException {
            try {
                return WornRuntime.start(Files.createDirectories(folder));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public ExecutorRuntime startBesideAnother() throws IOException {
            return start();
        }
    }
}

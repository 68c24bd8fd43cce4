package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.LateThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose end waits for a task that nobody can end, on real Spark in this JVM. */
class HeldSlotsTest {

    @Test
    @Tag("ENG-15")
    void run_theOnlySlotIsHeldByADeafCase_endsWithTheReasonAndKeepsWhatIsDurable(@TempDir Path folder)
            throws IOException, InterruptedException {
        // An inline case runs on the thread of Spark's task, which nobody can give up.
        PlantedSweep sweep = PlantedSweep.of(folder, "[1, 2, 3, -8]");
        RunRequest request = new RunRequest(
                sweep.file,
                List.of("execution.inline=true", "execution.partition=1"),
                sweep.out.toString(),
                "local[1]",
                0,
                null,
                null,
                Rerun.MISSING);
        RunObserver ctrlC = new RunObserver() {
            @Override
            public void progress(Progress progress) {
                try {
                    if (PlantedFunction.files(folder, "frozen-") == 1) {
                        Thread.currentThread().interrupt();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try (Casemill casemill = new Casemill()) {
            assertThatThrownBy(() -> casemill.run(request, ctrlC))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Stopped early: interrupted. Cases that ignore their interrupt")
                    .hasMessageContaining("casemill gather " + sweep.out);

            Files.createFile(folder.resolve("thawed"));
            assertThat(casemill.gather(sweep.out.toString(), null).completed()).isGreaterThanOrEqualTo(3);
        }
        // The case writes into the folder as it ends.
        LateThreads.await("Executor task launch worker");
    }
}

package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.executor.ExecutorRuntime;
import io.casemill.executor.ExecutorRuntime.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("SWP-10")
class SharedRuntimeTest {
    private final Path folder;
    private final List<Integer> besideAnother = new ArrayList<>();

    SharedRuntimeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ExecutorRuntime acquire(int workers) throws IOException {
        return SharedRuntime.acquire(workers, new SharedRuntime.Maker() {
            @Override
            public ExecutorRuntime start() throws IOException {
                return ExecutorRuntime.start(
                        "test", workers, workers, "off", folder, Patience.before(Duration.ofHours(1)));
            }

            @Override
            public ExecutorRuntime startBesideAnother() throws IOException {
                besideAnother.add(workers);
                return start();
            }
        });
    }

    private static boolean isClosed(ExecutorRuntime runtime) {
        try {
            runtime.engine().lane(0).close();
            return false;
        } catch (RejectedExecutionException e) {
            return true;
        }
    }

    @Test
    void acquire_theSameNumber_isTheSameEngine_untilTheLastTaskGivesItBack() throws IOException {
        ExecutorRuntime first = acquire(1);
        ExecutorRuntime second = acquire(1);

        assertThat(second).isSameAs(first);
        SharedRuntime.release(1);
        assertThat(isClosed(first)).isFalse();
        SharedRuntime.release(1);
        assertThat(isClosed(first)).isTrue();
    }

    @Test
    void acquire_twoNumbersAtOnce_eachRunGetsWhatItAskedFor() throws IOException {
        ExecutorRuntime one = acquire(1);
        ExecutorRuntime three = acquire(3);
        try {
            assertThat(one.engine().workers()).isEqualTo(1);
            assertThat(three.engine().workers()).isEqualTo(3);
            assertThat(isClosed(one)).isFalse();
            // The first holds the cores.
            assertThat(besideAnother).containsExactly(3);
        } finally {
            SharedRuntime.release(1);
            SharedRuntime.release(3);
        }
    }

    @Test
    void heldEngine_staysWarm_untilAnotherNumberIsAskedFor() throws IOException {
        SharedRuntime.hold(made -> {});
        ExecutorRuntime one = acquire(1);
        SharedRuntime.release(1);
        assertThat(acquire(1)).isSameAs(one);
        SharedRuntime.release(1);

        ExecutorRuntime two = acquire(2);

        assertThat(isClosed(one)).isTrue();
        assertThat(besideAnother).isEmpty();
        SharedRuntime.release(2);
        assertThat(isClosed(two)).isFalse();
        SharedRuntime.letGo();
        assertThat(isClosed(two)).isTrue();
    }

    @Test
    void release_withoutATask_isRefused() {
        assertThatThrownBy(() -> SharedRuntime.release(77)).isInstanceOf(IllegalStateException.class);
    }
}

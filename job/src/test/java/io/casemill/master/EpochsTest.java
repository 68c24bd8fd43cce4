package io.casemill.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.store.FaultyStore;
import io.casemill.store.FaultyStore.Call;
import io.casemill.store.FaultyStore.How;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@org.jspecify.annotations.NullUnmarked
class EpochsTest {
    @TempDir
    Path root;

    private FaultyStore store;
    private Epochs epochs;

    @BeforeEach
    void open() throws IOException {
        store = new FaultyStore(Stores.open(root.toString()));
        epochs = new Epochs(store);
    }

    @Test
    void claim_twice_theLaterOwns() throws IOException {
        Epoch first = epochs.claim(elsewhere("a"));
        Epoch second = epochs.claim(elsewhere("b"));

        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(epochs.isCurrent(first)).isFalse();
        assertThat(epochs.isCurrent(second)).isTrue();
        epochs.requireCurrent(second);
        assertThatThrownBy(() -> epochs.requireCurrent(first))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("ada on host-b");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER", "FALSE"})
    void claim_faultyReply_isOneEpoch(How how) throws IOException {
        store.strike(Call.PUT, "epochs", how);

        assertThat(epochs.claim(elsewhere("a")).number()).isEqualTo(1);
        assertThat(store.list("epochs")).hasSize(1);
    }

    @Test
    void claim_ownerLivesOnThisHost_isRefusedNamingIt() throws Exception {
        Process other = new ProcessBuilder("cat").start();
        try {
            Owner self = Owner.self();
            String started =
                    other.toHandle().info().startInstant().orElseThrow().toString();
            epochs.claim(new Owner("other", self.host(), other.pid(), started, "bob"));

            assertThatThrownBy(() -> epochs.claim(self))
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("bob on " + self.host() + ", process " + other.pid());
            assertThat(epochs.latest().orElseThrow().owner().id()).isEqualTo("other");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(epochs.claim(Owner.self()).number()).isEqualTo(2);
    }

    @Test
    void claim_processIdUsedAgain_isNotTheOwner() throws IOException {
        Owner self = Owner.self();
        epochs.claim(new Owner(
                "gone",
                self.host(),
                ProcessHandle.current().parent().orElseThrow().pid(),
                "2001-01-01T00:00:00Z",
                "bob"));

        assertThat(epochs.claim(self).number()).isEqualTo(2);
    }

    @Test
    void takeOver_manyAtOnce_eachHasItsOwnEpoch() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> numbers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Owner owner = elsewhere("h" + i);
                Epochs own = new Epochs(Stores.open(root.toString()));
                numbers.add(pool.submit(() -> {
                    start.await();
                    return own.takeOver(owner).number();
                }));
            }
            start.countDown();
            List<Integer> all = new ArrayList<>();
            for (Future<Integer> number : numbers) {
                all.add(number.get());
            }
            assertThat(all).containsExactlyInAnyOrder(1, 2, 3, 4);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void latest_unknownProperty_isRefusedNamingTheFile() throws IOException {
        store.putIfAbsent("epochs/000001.json", "{\"number\":1,\"x\":2}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(epochs::latest).isInstanceOf(IOException.class).hasMessageContaining("epochs/000001.json");
    }

    private static Owner elsewhere(String id) {
        return new Owner(id, "host-" + id, 7, "2026-01-01T00:00:00Z", "ada");
    }
}

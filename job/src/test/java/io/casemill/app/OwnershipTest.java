package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.master.Epoch;
import io.casemill.master.Epochs;
import io.casemill.master.FencedException;
import io.casemill.master.Owner;
import io.casemill.store.FaultyStore;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
    private static final long LATER = Duration.ofSeconds(6).toNanos();

    private final AtomicLong nanos = new AtomicLong();
    private final Path directory;
    private final Store store;
    private final Epochs epochs;

    private Ownership ownership;

    OwnershipTest(@TempDir Path folder) throws IOException {
        directory = folder.resolve("run");
        store = Stores.open(directory.toString());
        epochs = new Epochs(store);
    }

    @BeforeEach
    void claim() throws IOException {
        Epoch epoch = epochs.claim(Owner.self());
        ownership = new Ownership(epochs, epoch, (completed, failed, specFailed) -> "watched", nanos::get);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void tick_ownDirectory_asksTheOtherWatcher() {
        nanos.addAndGet(LATER);

        assertThat(ownership.tick(1, 0, 0)).isEqualTo("watched");
    }

    @Test
    void tick_anotherDriverTookOver_ends() throws IOException {
        epochs.takeOver(Owner.self());
        nanos.addAndGet(LATER);

        assertThatThrownBy(() -> ownership.tick(1, 0, 0))
                .hasCauseInstanceOf(FencedException.class)
                .hasMessageContaining("in epoch 1");
    }

    @Test
    void tick_storageFails_goesOn() throws IOException {
        FaultyStore faulty = new FaultyStore(store);
        Epochs unsure = new Epochs(faulty);
        Epoch epoch = unsure.claim(Owner.self());
        Ownership watch = new Ownership(unsure, epoch, (completed, failed, specFailed) -> "watched", nanos::get);
        faulty.strike(FaultyStore.Call.READ, "epochs", FaultyStore.How.BEFORE);
        nanos.addAndGet(LATER);

        assertThat(watch.tick(1, 0, 0)).isEqualTo("watched");
        assertThat(faulty.left()).as("planned faults").isZero();
    }

    @Test
    void tick_directoryGone_ends() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
        nanos.addAndGet(LATER);

        assertThatThrownBy(() -> ownership.tick(1, 0, 0))
                .hasCauseInstanceOf(FencedException.class)
                .hasMessageContaining("the epoch's file is gone");
    }
}

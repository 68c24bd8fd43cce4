package io.casemill.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. Each test has a fresh root. */
abstract class StoreContract {
    /** A store at an empty root, the same root within one test. */
    abstract Store store() throws IOException;

    @Test
    void putIfAbsent_absent_isReadBack() throws IOException {
        assertThat(store().putIfAbsent("a/b/c.json", bytes("one"))).isTrue();

        assertThat(store().read("a/b/c.json")).isEqualTo(bytes("one"));
        assertThat(store().exists("a/b/c.json")).isTrue();
    }

    @Test
    void putIfAbsent_present_changesNothing() throws IOException {
        store().putIfAbsent("a.json", bytes("one"));

        assertThat(store().putIfAbsent("a.json", bytes("two"))).isFalse();
        assertThat(store().read("a.json")).isEqualTo(bytes("one"));
        assertThat(store().list("")).containsExactly(new Store.Entry("a.json", 3));
    }

    @Test
    void putIfAbsent_manyThreads_exactlyOneWins() throws Exception {
        Store store = store();
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 5; round++) {
                String path = "log/" + round + ".json";
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> replies = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    byte[] content = bytes("writer " + i);
                    replies.add(pool.submit(() -> {
                        start.await();
                        // Staged, so that no check for existence keeps the losers from the race.
                        try (Staged staged = store.stage(path)) {
                            staged.write(content);
                            return staged.publish();
                        }
                    }));
                }
                start.countDown();
                List<Integer> winners = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    if (replies.get(i).get()) {
                        winners.add(i);
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat(store.read(path)).isEqualTo(bytes("writer " + winners.get(0)));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.list("log")).hasSize(5);
    }

    @Test
    void stage_beforePublish_nobodySeesIt() throws IOException {
        try (Staged staged = store().stage("d/x.parquet")) {
            staged.write(bytes("half"));

            assertThat(store().exists("d/x.parquet")).isFalse();
            assertThat(store().list("d")).isEmpty();
            assertThat(staged.position()).isEqualTo(4);
            assertThat(staged.publish()).isTrue();
        }
        assertThat(store().list("d")).containsExactly(new Store.Entry("x.parquet", 4));
    }

    @Test
    void stage_discarded_leavesNothing() throws IOException {
        try (Staged staged = store().stage("d/x.parquet")) {
            staged.write(bytes("half"));
        }

        assertThat(store().list("d")).isEmpty();
        assertThat(store().exists("d/x.parquet")).isFalse();
    }

    @Test
    void deleteStaged_abandonedWriter_isRemovedAndCannotPublish() throws IOException {
        store().putIfAbsent("d/kept", bytes("kept"));
        Staged abandoned = store().stage("d/x.parquet");
        abandoned.write(bytes("half"));
        abandoned.flush();

        assertThat(store().deleteStaged("d")).isEqualTo(1);
        assertThat(store().deleteStaged("d")).isZero();
        assertThatThrownBy(abandoned::publish).isInstanceOf(IOException.class);
        assertThat(store().list("d")).extracting(Store.Entry::name).containsExactly("kept");
    }

    @Test
    void publish_pathTaken_isFalseAndKeepsTheFirst() throws IOException {
        try (Staged late = store().stage("x")) {
            late.write(bytes("late"));
            store().putIfAbsent("x", bytes("early"));

            assertThat(late.publish()).isFalse();
        }
        assertThat(store().read("x")).isEqualTo(bytes("early"));
    }

    @Test
    void publish_interruptedThread_isWholeAndKeepsTheFlag() throws IOException {
        Store store = store();
        if (!(store instanceof LocalStore)) {
            return;
        }
        Thread.currentThread().interrupt();
        boolean published = store.putIfAbsent("x", bytes("whole"));
        boolean flag = Thread.interrupted();

        assertThat(published).isTrue();
        assertThat(flag).isTrue();
        assertThat(store.read("x")).isEqualTo(bytes("whole"));
    }

    @Test
    void publish_twice_isRefused() throws IOException {
        try (Staged staged = store().stage("x")) {
            staged.publish();

            assertThatThrownBy(staged::publish).isInstanceOf(IOException.class);
        }
    }

    @Test
    void replace_presentOrAbsent_hasTheNewContent() throws IOException {
        store().replace("m/LATEST.json", bytes("1"));
        store().replace("m/LATEST.json", bytes("22"));

        assertThat(store().read("m/LATEST.json")).isEqualTo(bytes("22"));
        assertThat(store().list("m")).hasSize(1);
    }

    @Test
    void read_absent_isNoSuchFile() throws IOException {
        assertThatThrownBy(() -> store().read("no/such")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store().open("no/such")).isInstanceOf(NoSuchFileException.class);
        assertThat(store().exists("no/such")).isFalse();
        assertThat(store().list("no")).isEmpty();
        assertThat(store().folders("no")).isEmpty();
        assertThat(store().delete("no/such")).isFalse();
    }

    @Test
    void open_anyPosition_readsFromThere() throws IOException {
        store().putIfAbsent("x", bytes("0123456789"));
        try (Source source = store().open("x")) {
            ByteBuffer heap = ByteBuffer.allocate(3);
            ByteBuffer direct = ByteBuffer.allocateDirect(4);

            assertThat(source.length()).isEqualTo(10);
            assertThat(source.read(5, heap)).isEqualTo(3);
            assertThat(source.read(8, direct)).isEqualTo(2);
            assertThat(heap.array()).isEqualTo(bytes("567"));
            assertThat(direct.flip().get(1)).isEqualTo((byte) '9');
            assertThat(source.read(10, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void listAndFolders_mixedFolder_areSorted() throws IOException {
        store().putIfAbsent("s/b", bytes("2"));
        store().putIfAbsent("s/a", bytes("1"));
        store().putIfAbsent("s/e2/x", bytes(""));
        store().putIfAbsent("s/e1/x", bytes(""));

        assertThat(store().list("s")).extracting(Store.Entry::name).containsExactly("a", "b");
        assertThat(store().folders("s")).containsExactly("e1", "e2");
    }

    @Test
    void move_targetTaken_isRefused() throws IOException {
        store().putIfAbsent("a", bytes("a"));
        store().putIfAbsent("b", bytes("b"));

        assertThatThrownBy(() -> store().move("a", "b")).isInstanceOf(IOException.class);
        assertThat(store().read("b")).isEqualTo(bytes("b"));
        store().move("a", "q/c");
        assertThat(store().exists("a")).isFalse();
        assertThat(store().read("q/c")).isEqualTo(bytes("a"));
    }

    @Test
    void delete_folder_takesAllBelow() throws IOException {
        store().putIfAbsent("v/1/x", bytes("x"));

        assertThat(store().delete("v")).isTrue();
        assertThat(store().folders("")).isEmpty();
    }

    @Test
    void point_twice_leadsToTheLast() throws IOException {
        store().putIfAbsent("m/v1/x", bytes("1"));
        store().putIfAbsent("m/v2/x", bytes("2"));
        store().point("m/current", "v1");
        store().point("m/current", "v2");

        if (store() instanceof LocalStore) {
            assertThat(store().read("m/current/x")).isEqualTo(bytes("2"));
        } else {
            assertThat(new String(store().read("m/current.json"), UTF_8)).contains("\"v2\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/x", "../x", "a/../x", "a//b", "a/", "./a", "a\0b", "a\nb", "a\\b", "c:/x"})
    void anyCall_unsafePath_isRefused(String path) throws IOException {
        Store store = store();

        assertThatThrownBy(() -> store.putIfAbsent(path, bytes("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(path)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(path)).isInstanceOf(IllegalArgumentException.class);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

package io.casemill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@org.jspecify.annotations.NullUnmarked
class LocalStoreTest extends StoreContract {
    @TempDir
    Path root;

    @Override
    Store store() throws IOException {
        return Stores.open(root.resolve("run").toString());
    }

    @Test
    void open_fileUri_isTheSamePlace() throws IOException {
        store().putIfAbsent("x", bytes("x"));

        try (Store again = Stores.open(root.resolve("run").toUri())) {
            assertThat(again.read("x")).isEqualTo(bytes("x"));
        }
    }

    @Test
    void open_objectStore_isRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Stores.open("s3a://bucket/run"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3a://bucket/run")
                .hasMessageContaining("hdfs:")
                .hasMessageContaining("conditional PUT");
    }

    @Test
    void stage_fileInTheWay_saysSo() throws IOException {
        store().putIfAbsent("a", bytes("a"));

        assertThatThrownBy(() -> store().stage("a/b"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in the way");
    }

    @Test
    void killedWriter_leavesWholeFilesOnly() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(":", File.pathSeparator),
                        Endless.class.getName(),
                        root.resolve("run").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // A line follows each of the first files; the writer dies somewhere in the middle of a later one.
            for (int i = 0; i < 3; i++) {
                assertThat(writer.inputReader().readLine()).isNotNull();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }

        List<Store.Entry> files = store().list("s");
        assertThat(files).hasSizeGreaterThanOrEqualTo(3).allMatch(each -> each.bytes() == Endless.BYTES);
        try (Stream<Path> all = Files.list(root.resolve("run/s"))) {
            assertThat(all.map(each -> String.valueOf(each.getFileName())))
                    .allMatch(name -> name.matches("\\d+\\.bin") || StorePath.isStaged(name));
        }
    }

    /** Publishes files until it is killed. */
    static final class Endless {
        static final int BYTES = 1 << 20;

        private Endless() {}

        public static void main(String[] arguments) throws IOException {
            Store store = new LocalStore(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                try (Staged staged = store.stage("s/" + i + ".bin")) {
                    byte[] chunk = new byte[1 << 12];
                    for (int written = 0; written < BYTES; written += chunk.length) {
                        staged.write(chunk);
                    }
                    staged.publish();
                }
                System.out.println(i);
            }
        }
    }
}

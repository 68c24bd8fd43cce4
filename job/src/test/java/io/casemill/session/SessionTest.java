package io.casemill.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@org.jspecify.annotations.NullUnmarked
class SessionTest {
    @TempDir
    Path folder;

    private Store store;
    private Session session;

    @BeforeEach
    void open() throws IOException {
        store = Stores.open(folder.resolve("run").toString());
        session = new Session(new Session.Attempt("lowpass-1", 1, 42, 0, 0), store);
    }

    @Test
    void id_partitionAttempt_isNamed() {
        assertThat(session.id()).isEqualTo("lowpass-1-e1-p42-a0.0");
        assertThat(session.correlationId(7)).isEqualTo("lowpass-1-e1-p42-a0.0-c7");
    }

    @Test
    void keep_nestedFiles_areCopiedWithoutLinks() throws IOException {
        Path scratch = scratch();
        Files.createSymbolicLink(scratch.resolve("passwd"), Path.of("/etc/passwd"));

        assertThat(session.keep(7, 1, scratch)).isEqualTo("cases/7/a1");
        assertThat(store.read("cases/7/a1/log.txt")).isEqualTo("log".getBytes(UTF_8));
        assertThat(store.read("cases/7/a1/raw/x.raw")).isEqualTo("raw".getBytes(UTF_8));
        assertThat(store.list("cases/7/a1")).hasSize(1);
    }

    @Test
    @Tag("SWP-01")
    void keep_otherTaskAttempt_hasItsOwnFolder() throws IOException {
        Session again = new Session(new Session.Attempt("lowpass-1", 1, 42, 0, 1), store);

        assertThat(again.keep(7, 1, scratch())).isEqualTo("cases/7/a1-e1.0.1");
        assertThat(store.folders("cases/7")).containsExactly("a1-e1.0.1");
    }

    @Test
    @Tag("SES-10")
    void anyCall_afterClose_isRefusedNamingSessionAndCall() {
        session.close();
        session.close();

        assertThatThrownBy(() -> session.keep(1, 0, folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keep")
                .hasMessageContaining(session.id());
        assertThatThrownBy(session::blobs)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("blobs");
    }

    @Test
    @Tag("SES-07")
    void blobs_sameContentTwice_isStoredOnceUnderItsDigest() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        String sha256 = session.blobs().put(file);

        // The example of FIPS 180-2.
        assertThat(sha256).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(session.blobs().put(file)).isEqualTo(sha256);
        assertThat(store.list("blobs/ba")).containsExactly(new Store.Entry(sha256, 3));
        session.blobs().fetch(sha256, folder.resolve("back"));
        assertThat(folder.resolve("back")).hasContent("abc");
    }

    @Test
    void blobs_largeFile_isCopiedWhole() throws IOException {
        byte[] content = new byte[200_001];
        new java.util.Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);
        session.blobs().fetch(session.blobs().put(file), folder.resolve("back"));

        assertThat(folder.resolve("back")).hasBinaryContent(content);
    }

    @Test
    void fetch_damagedBlob_isRefusedAndLeavesNothing() throws IOException {
        String sha256 = session.blobs().put(Files.writeString(folder.resolve("abc"), "abc"));
        Files.writeString(folder.resolve("run/blobs/ba/" + sha256), "abd");

        assertThatThrownBy(() -> session.blobs().fetch(sha256, folder.resolve("back")))
                .hasMessageContaining(sha256)
                .hasMessageContaining("damaged");
        assertThat(folder.resolve("back")).doesNotExist();
        assertThatThrownBy(() -> session.blobs().fetch("0".repeat(64), folder.resolve("back")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> session.blobs().fetch("../x", folder.resolve("back")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("SES-09")
    void provenance_repositoryAndNone_isTold() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        git(repository, "init", "-q");
        Files.writeString(repository.resolve("sweep.yaml"), "name: x");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x");

        Provenance clean = Provenance.of(repository, Map.of("spark", "4.2.0"), Map.of("lot", "7"));
        assertThat(clean.gitCommit()).matches("[0-9a-f]{40}");
        assertThat(clean.gitDirty()).isFalse();
        assertThat(clean.labels()).containsEntry("lot", "7");
        Files.writeString(repository.resolve("sweep.yaml"), "name: y");
        assertThat(Provenance.of(repository, Map.of(), Map.of()).gitDirty()).isTrue();
        Provenance none = Provenance.of(folder.resolve("no-such-folder"), Map.of(), Map.of());
        assertThat(none.gitCommit()).isNull();
        assertThat(none.gitDirty()).isNull();
        assertThat(none.host()).isNotEmpty();
    }

    private Path scratch() throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Files.writeString(scratch.resolve("log.txt"), "log");
        Files.createDirectory(scratch.resolve("raw"));
        Files.writeString(scratch.resolve("raw/x.raw"), "raw");
        return scratch;
    }

    private static void git(Path repository, String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add("git");
        command.addAll(java.util.List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .directory(repository.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }
}

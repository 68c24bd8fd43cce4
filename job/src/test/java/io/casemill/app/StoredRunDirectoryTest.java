package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.app.RunDirectory.State;
import io.casemill.app.RunDirectory.Why;
import io.casemill.config.SweepJson;
import io.casemill.master.Epoch;
import io.casemill.master.Epochs;
import io.casemill.master.Owner;
import io.casemill.master.Part;
import io.casemill.master.Publication;
import io.casemill.report.Rows;
import io.casemill.status.Execution;
import io.casemill.status.Placement;
import io.casemill.status.StatusColumns;
import io.casemill.status.StatusRow;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.Case;
import io.casemill.sweep.CaseKey;
import io.casemill.sweep.ErrorClass;
import io.casemill.sweep.Sweep;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunDirectoryTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Execution EXECUTION = new Execution(
            new Placement("node", "1", 0, "s"), 0, 1_700_000_000_123_456L, 0.25, 0.2, -1, 0, -1, null, null);

    private final Path folder;

    private Store store;
    private SweepDefinition definition;

    StoredRunDirectoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void aRunWithFourCasesOfWhichOneFailedAndOneIsPending() throws IOException {
        Path sweep = folder.resolve("s.yaml");
        Files.writeString(sweep, """
                name: small
                seed: 1
                runner: {function: {name: rosenbrock}}
                parameters:
                  x: {values: [1, 2, 3, 4]}
                  y: {values: [1]}
                """);
        try (SweepLoader loader = new SweepLoader()) {
            definition = loader.load(sweep, List.of());
        }
        store = Stores.open(folder.resolve("run").toString());
        RunFile.open(folder.resolve("run").toString()).requireFor(definition).write(definition, sweep, "none");
        publish(owner(ProcessHandle.current().pid(), "2026-01-02T00:00:00Z"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static Owner owner(long pid, String startedAt) throws IOException {
        return new Owner("id", Owner.self().host(), pid, startedAt, "me");
    }

    private void publish(Owner owner) throws IOException {
        Epoch epoch = new Epochs(store).takeOver(owner);
        Sweep sweep = Sweep.of(definition, path -> {
            throw new IOException("there is no table");
        });
        StatusColumns columns = StatusColumns.of(sweep.parameters(), definition.outputs());
        List<StatusRow> rows = new ArrayList<>();
        CaseKey keys = new CaseKey(definition);
        for (long id = 0; id < 4; id++) {
            @Nullable Object[] values = new Object[2];
            sweep.at(id, values);
            Case theCase = new Case(id, id == 3 ? "0".repeat(32) : keys.of(id, values), "all", values);
            rows.add(
                    id == 1
                            ? StatusRow.failed(theCase, new double[0], ErrorClass.TIMEOUT, "too slow", EXECUTION)
                            : id == 2
                                    ? StatusRow.pending(theCase)
                                    : StatusRow.completed(theCase, new double[] {id * 10.0}, null, EXECUTION));
        }
        Publication publication = Publication.begin(store, epoch, NOON);
        Part part = Part.write(store, publication.part(0), columns, rows.iterator());
        publication.commit(List.of(part.file()), part.counts(), columns, "digest");
    }

    private RunDirectory open() throws IOException {
        return StoredRunDirectory.open(folder.resolve("run").toString());
    }

    @Test
    void open_noRunDirectory_saysWhatToName() {
        assertThatThrownBy(() -> StoredRunDirectory.open(folder.resolve("none").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("No run directory at ")
                .hasMessageContaining("name one that casemill run made");
    }

    @Test
    void open_unsupportedStorage_isInvalidInput() {
        assertThatThrownBy(() -> StoredRunDirectory.open("ftp://host/x")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void published_tellsTheLatestVersion() throws Exception {
        try (RunDirectory run = open()) {
            RunDirectory.Published published = run.published().orElseThrow();
            assertThat(published.version()).isEqualTo(1);
            assertThat(published.rows()).isEqualTo(4);
            assertThat(published.at()).isEqualTo("2026-01-02T12:00:00Z");
            assertThat(published.table()).isEqualTo(folder.resolve("run") + "/master/current");
            assertThat(Path.of(published.table())).isDirectory();
        }
    }

    @Test
    void owner_thatIsAnotherProcessWithTheSameId_hasEnded() throws Exception {
        try (RunDirectory run = open()) {
            assertThat(run.owner().orElseThrow().state()).isEqualTo(State.ENDED);
            publish(owner(
                    ProcessHandle.current().pid(),
                    ProcessHandle.current()
                            .info()
                            .startInstant()
                            .orElse(Instant.EPOCH)
                            .toString()));
            assertThat(run.owner().orElseThrow().state()).isEqualTo(State.RUNNING);
            publish(new Owner("id", "elsewhere", 1, "2026-01-02T00:00:00Z", "me"));
            assertThat(run.owner().orElseThrow().state()).isEqualTo(State.UNKNOWN);
        }
    }

    @Test
    void rows_giveTheColumnsAskedForInTheTablesOrder() throws Exception {
        try (RunDirectory run = open();
                Rows rows = run.rows(List.of("status", "started_at", "case_id"))) {
            assertThat(rows.columns()).containsExactly("case_id", "status", "started_at");
            assertThat(rows.next()).isTrue();
            assertThat(rows.value(0)).isEqualTo(0L);
            assertThat(rows.value(1)).isEqualTo("completed");
            assertThat(rows.value(2)).isEqualTo(Instant.parse("2023-11-14T22:13:20.123456Z"));
        }
    }

    @Test
    void row_isTheOneAskedFor() throws Exception {
        try (RunDirectory run = open();
                Rows row = run.row(1);
                Rows none = run.row(9)) {
            assertThat(row.next()).isTrue();
            assertThat(row.value(row.indexOf("error_message"))).isEqualTo("too slow");
            assertThat(row.next()).isFalse();
            assertThat(none.next()).isFalse();
        }
    }

    @Test
    @Tag("SWP-09")
    void why_namesTheReasonForEveryKindOfCase() throws Exception {
        try (RunDirectory run = open()) {
            assertThat(run.why(0, null))
                    .isEqualTo(new Why(
                            false,
                            "it completed and nothing that decides its result has changed; run --force runs it"));
            assertThat(run.why(1, null).reruns()).isFalse();
            assertThat(run.why(1, null).reason())
                    .startsWith("it failed (timeout) and ")
                    .contains("--retry-failed");
            assertThat(run.why(2, null)).isEqualTo(new Why(true, "it has no result yet"));
            assertThat(run.why(3, null).reruns()).isTrue();
            assertThat(run.why(3, null).reason()).contains("key 00000000 then, ");
            assertThatThrownBy(() -> run.why(4, null)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void why_withAnEditedSweep_judgesByItsKeys() throws Exception {
        Path edited = folder.resolve("edited.yaml");
        Files.writeString(edited, Files.readString(folder.resolve("s.yaml")).replace("seed: 1", "seed: 2"));
        try (RunDirectory run = open();
                SweepLoader loader = new SweepLoader()) {
            assertThat(run.why(0, loader.load(edited, List.of())).reruns()).isTrue();
            assertThatThrownBy(() -> run.why(0, loader.load(edited, List.of("name=other"))))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void why_anotherFunctionVersion_isTheReason() throws Exception {
        SweepDefinition older = SweepJson.read(
                SweepJson.write(definition).replaceFirst("\"version\" : \"[^\"]*\"", "\"version\" : \"older\""));
        try (RunDirectory run = open()) {
            assertThat(run.why(0, older).reason()).startsWith("the function rosenbrock has version ");
        }
    }

    @Test
    void clean_keepsTheLatestVersionsAndReadersOfThem() throws Exception {
        Owner dead = owner(ProcessHandle.current().pid(), "2026-01-02T00:00:00Z");
        publish(dead);
        publish(dead);
        Path temporary = folder.resolve("run/status/.s.parquet.1.tmp");
        Files.createDirectories(temporary.getParent());
        Files.writeString(temporary, "x");
        Files.createDirectories(folder.resolve("run/master/v00000009"));
        List<String> expected = List.of(
                "master/v00000001 (old version)",
                "master/v00000009 (never published)",
                "status/.s.parquet.1.tmp (temporary file)");

        try (RunDirectory run = open()) {
            assertThat(run.stale(2)).containsExactlyElementsOf(expected);
            assertThat(temporary).exists();
            assertThat(run.clean(2)).containsExactlyElementsOf(expected);
            assertThat(temporary).doesNotExist();
            assertThat(run.clean(2)).isEmpty();
            try (Rows rows = run.rows(List.of())) {
                assertThat(rows.next()).isTrue();
            }
        }
        assertThat(store.folders("master")).containsExactly("_log", "v00000002", "v00000003");
    }

    @Test
    @Tag("ENG-22")
    void clean_profilesGoWithTheVersionsOfTheirRuns() throws Exception {
        Owner dead = owner(ProcessHandle.current().pid(), "2026-01-02T00:00:00Z");
        publish(dead);
        for (String path : List.of("profile/e000001/1.jfr", "profile/e000002/1.jfr", "profile/mine/notes.txt")) {
            store.putIfAbsent(path, new byte[] {1});
        }

        try (RunDirectory run = open()) {
            assertThat(run.clean(1))
                    .containsExactly(
                            "profile/e000001 (profile of an old version's run)", "master/v00000001 (old version)");
        }
        assertThat(store.folders("profile")).containsExactly("e000002", "mine");
    }

    @Test
    void clean_whileADriverMayRun_leavesWhatItMayNeed() throws Exception {
        Path temporary = folder.resolve("run/.x.tmp");
        Files.write(temporary, "x".getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(temporary, FileTime.from(NOON.instant()));
        Files.createDirectories(folder.resolve("run/master/v00000009"));

        assertThat(new Leftovers(store, State.RUNNING, NOON).find(3)).isEmpty();
        assertThat(new Leftovers(store, State.UNKNOWN, NOON).find(3)).isEmpty();
        assertThat(new Leftovers(store, State.UNKNOWN, Clock.offset(NOON, java.time.Duration.ofHours(2))).find(3))
                .extracting(Leftovers.Item::shown)
                .containsExactly(".x.tmp (temporary file)");
    }
}

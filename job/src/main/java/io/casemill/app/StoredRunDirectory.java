package io.casemill.app;

import io.casemill.master.Epochs;
import io.casemill.master.MasterTable;
import io.casemill.master.VersionLog;
import io.casemill.report.Inert;
import io.casemill.report.Rows;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentName;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import io.casemill.sweep.SweepDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run directory in a store. */
final class StoredRunDirectory implements RunDirectory {
    private final String location;
    private final Store store;

    private StoredRunDirectory(String location, Store store) {
        this.location = location;
        this.store = store;
    }

    /** See {@link RunDirectory.Opener}. */
    static RunDirectory open(String location) throws IOException {
        Store store;
        try {
            store = Stores.open(location);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("Invalid run directory " + location + ": " + e.getMessage(), e);
        }
        StoredRunDirectory directory = new StoredRunDirectory(location, store);
        if (!store.exists("sweep.json")
                && directory.published().isEmpty()
                && directory.owner().isEmpty()) {
            store.close();
            throw new InvalidInputException("No run directory at " + location
                    + ": name one that casemill run made, such as runs/<name of the sweep>");
        }
        return directory;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Optional<Published> published() throws IOException {
        return new VersionLog(store)
                .latest()
                .map(version -> new Published(
                        version.number(),
                        version.epoch(),
                        version.rows(),
                        Instant.parse(version.createdAt()),
                        RunFile.table(location, store, version)));
    }

    @Override
    public Optional<Owner> owner() throws IOException {
        return new Epochs(store)
                .latest()
                .map(epoch -> new Owner(
                        epoch.number(),
                        epoch.owner().host(),
                        epoch.owner().pid(),
                        Instant.parse(epoch.owner().startedAt()),
                        state(epoch.owner())));
    }

    @Override
    public long durable(long epoch) throws IOException {
        long rows = 0;
        for (SegmentName segment : SegmentName.published(store, (int) epoch)) {
            rows += RowReader.summary(store, segment.path()).rows();
        }
        return rows;
    }

    @Override
    public Optional<EngineReport> statistics() throws IOException {
        return StatisticsFile.newest(store);
    }

    private static State state(io.casemill.master.Owner owner) {
        try {
            if (!owner.onThisHost()) {
                return State.UNKNOWN;
            }
        } catch (IOException e) {
            return State.UNKNOWN;
        }
        return owner.lives() ? State.RUNNING : State.ENDED;
    }

    @Override
    public Rows rows(List<String> columns) throws IOException {
        MasterTable table = table();
        return new TableRows(table.version(), table.scan(columns), columns);
    }

    @Override
    public Rows row(long caseId) throws IOException {
        MasterTable table = table();
        return new TableRows(table.version(), table.scan(List.of(), caseId, caseId + 1), List.of());
    }

    private MasterTable table() throws IOException {
        Optional<MasterTable> table = MasterTable.latest(store);
        if (table.isEmpty()) {
            String shown = Inert.line(location);
            throw new InvalidInputException("Nothing is published in " + shown + " yet: "
                    + (driver() == State.RUNNING
                            ? "a run is going on, which publishes when it ends; casemill status " + shown
                                    + " shows how far it is"
                            : "casemill gather " + shown + " publishes what is durable"));
        }
        return table.get();
    }

    @Override
    public Why why(long caseId, @Nullable SweepDefinition sweep) throws IOException {
        try (RunFile run = RunFile.existing(location);
                Rows row = row(caseId)) {
            if (!row.next()) {
                throw new InvalidInputException("No case " + caseId + " in " + Inert.line(location) + ": casemill list "
                        + Inert.line(location) + " shows those there are");
            }
            SweepDefinition definition = sweep == null ? run.requiredDefinition() : sweep;
            run.requireFor(definition);
            return new Reuse(definition, run.forced()).why(caseId, row);
        }
    }

    @Override
    public List<String> clean(int keep) throws IOException {
        State driver = driver();
        if (driver == State.ENDED) {
            // A turn of its own: nobody of this host publishes until it ends. A driver elsewhere is not fenced for a
            // cleaning.
            new Epochs(store).claim(io.casemill.master.Owner.self());
        }
        Leftovers leftovers = leftovers(driver);
        List<Leftovers.Item> items = leftovers.find(keep);
        for (Leftovers.Item item : items) {
            leftovers.remove(item);
        }
        return items.stream().map(Leftovers.Item::shown).toList();
    }

    @Override
    public List<String> stale(int keep) throws IOException {
        return leftovers(driver()).find(keep).stream()
                .map(Leftovers.Item::shown)
                .toList();
    }

    private State driver() throws IOException {
        return owner().map(Owner::state).orElse(State.ENDED);
    }

    private Leftovers leftovers(State driver) {
        return new Leftovers(store, driver, Instant::now);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}

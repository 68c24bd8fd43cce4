package io.casemill.master;

import io.casemill.store.Store;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The drivers' turns at a run directory: the highest epoch owns it. Safe for any thread. */
public final class Epochs {
    private static final String FOLDER = "epochs";
    private static final Pattern NAME = Pattern.compile("\\d{6}\\.json");
    private static final int ATTEMPTS = 5;

    private final Store store;

    public Epochs(Store store) {
        this.store = store;
    }

    /**
     * Begins the next epoch for this owner.
     *
     * @throws FencedException when the owner of the current epoch is another process that still runs on this host
     */
    public Epoch claim(Owner owner) throws IOException {
        return begin(owner, current -> {
            if (current.owner().livesBeside(owner)) {
                throw new FencedException("Cannot use the run directory " + store.root() + ": " + owned(current)
                        + ". Wait for it, stop it, or choose another output directory.");
            }
        });
    }

    /** Begins the next epoch for this owner, whoever has the current one: that driver is fenced from now on. */
    public Epoch takeOver(Owner owner) throws IOException {
        return begin(owner, current -> {});
    }

    /** Says whether an epoch may be followed. */
    private interface Admission {
        void check(Epoch current) throws FencedException;
    }

    /** Each attempt looks at the epoch that it would follow: of two drivers that begin at once, the later sees the earlier. */
    private Epoch begin(Owner owner, Admission admission) throws IOException {
        IOException failure = null;
        int number = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Epoch> current = latest();
            if (attempt > 0 && current.isPresent() && current.get().owner().equals(owner)) {
                // The claim of an earlier attempt was made although its reply was lost.
                return current.get();
            }
            if (current.isPresent()) {
                admission.check(current.get());
            }
            number = current.map(Epoch::number).orElse(0) + 1;
            Epoch epoch = new Epoch(number, owner);
            try {
                if (store.putIfAbsent(path(number), Json.write(epoch)) || isOwn(epoch)) {
                    return epoch;
                }
            } catch (IOException e) {
                // The claim may have been made all the same: the next attempt finds it, or makes it.
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw new IOException(
                "Cannot claim the run directory " + store.root() + " after " + ATTEMPTS
                        + " attempts, the last for epoch " + number
                        + (failure == null ? "" : ": " + failure) + ". Check that it can be written",
                failure);
    }

    /** The current epoch, or nothing in a fresh run directory. */
    public Optional<Epoch> latest() throws IOException {
        String last = null;
        for (Store.Entry entry : store.list(FOLDER)) {
            if (NAME.matcher(entry.name()).matches()) {
                last = entry.name();
            }
        }
        return last == null ? Optional.empty() : Optional.of(read(FOLDER + "/" + last));
    }

    /** Whether no later driver took over. */
    public boolean isCurrent(Epoch epoch) throws IOException {
        return epoch.equals(latest().orElse(null));
    }

    /** Throws {@link FencedException}, naming who took over, unless the epoch is current. */
    public void requireCurrent(Epoch epoch) throws IOException {
        Epoch current = latest().orElse(null);
        if (!epoch.equals(current)) {
            throw new FencedException("Cannot publish to " + store.root() + " in epoch " + epoch.number() + ": "
                    + (current == null ? "the epoch's file is gone" : owned(current)) + ". Nothing was changed.");
        }
    }

    private boolean isOwn(Epoch epoch) throws IOException {
        return epoch.equals(readOrNull(path(epoch.number())));
    }

    private @Nullable Epoch readOrNull(String path) throws IOException {
        try {
            return read(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Epoch read(String path) throws IOException {
        return Json.read(path, store.read(path), Epoch.class);
    }

    private static String path(int number) {
        return String.format(Locale.ROOT, "%s/%06d.json", FOLDER, number);
    }

    private static String owned(Epoch epoch) {
        return "epoch " + epoch.number() + " belongs to " + epoch.owner().described();
    }
}

package io.casemill.master;

import io.casemill.store.Store;
import java.io.IOException;
import java.util.Optional;

/** What leads people and plain readers to the latest version. Never the truth: that is the log. */
final class Hints {
    private Hints() {}

    /** Points the hints at the latest version of the log, which may be newer than the one just published. */
    static void refresh(Store store) throws IOException {
        Optional<Version> latest = new VersionLog(store).latest();
        if (latest.isEmpty() || latest.get().files().isEmpty()) {
            return;
        }
        String path = latest.get().files().get(0).path();
        String folder = path.substring(0, path.lastIndexOf('/'));
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        store.point(VersionLog.MASTER + "/current", name);
        store.replace(
                VersionLog.MASTER + "/LATEST.json",
                Json.write(new Latest(latest.get().number(), name, latest.get().rows())));
    }

    /**
     * @param version its number
     * @param folder beside this file
     * @param rows how many it has
     */
    record Latest(long version, String folder, long rows) {}
}

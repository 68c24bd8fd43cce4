package io.casemill.gather;

import io.casemill.status.CorruptSegmentException;
import io.casemill.status.RowReader;
import io.casemill.status.SegmentSummary;
import io.casemill.store.Store;
import io.casemill.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Reads the footers of segments that no commit told of. */
final class FooterTask implements FlatMapFunction<Iterator<String>, Evidence> {
    private static final long serialVersionUID = 1;

    private final String root;

    FooterTask(String root) {
        this.root = root;
    }

    @Override
    public Iterator<Evidence> call(Iterator<String> paths) throws IOException {
        List<Evidence> found = new ArrayList<>();
        try (Store store = Stores.open(root)) {
            while (paths.hasNext()) {
                found.add(evidence(store, paths.next()));
            }
        }
        return found.iterator();
    }

    private static Evidence evidence(Store store, String path) throws IOException {
        try {
            SegmentSummary summary = RowReader.summary(store, path);
            return new Evidence(path, summary.minCaseId(), summary.maxCaseId(), null);
        } catch (CorruptSegmentException e) {
            return new Evidence(path, 0, -1, String.valueOf(e.getMessage()));
        }
    }
}

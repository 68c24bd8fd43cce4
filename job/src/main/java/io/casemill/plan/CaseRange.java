package io.casemill.plan;

import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.sql.connector.read.InputPartition;
import org.jspecify.annotations.Nullable;

/** One partition of the plan: a range of case ids, less those that need not run. */
public final class CaseRange implements InputPartition, Serializable {
    private static final long serialVersionUID = 1;

    private final IndexRange range;
    private final byte @Nullable [] excluded;

    private final long size;

    private CaseRange(IndexRange range, byte @Nullable [] excluded, long size) {
        this.range = Objects.requireNonNull(range);
        this.excluded = excluded;
        this.size = size;
    }

    /** Every case of the range. */
    public static CaseRange of(IndexRange range) {
        return new CaseRange(range, null, range.size());
    }

    /** The cases of the range that are not among {@code settled}. */
    public static CaseRange without(IndexRange range, CaseSet settled) {
        CaseSet inside = settled.within(range);
        return inside.isEmpty() ? of(range) : new CaseRange(range, inside.toBytes(), range.size() - inside.size());
    }

    public IndexRange range() {
        return range;
    }

    /** Cases of the range that are not excluded. */
    public long size() {
        return size;
    }

    CaseSet excluded() {
        return excluded == null ? CaseSet.EMPTY : CaseSet.fromBytes(excluded);
    }
}

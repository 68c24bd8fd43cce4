package io.casemill.plan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A set of case ids, compressed: at most about one bit for each case of the sweep, much less where they come in runs.
 * Immutable once built.
 */
public final class CaseSet {
    static final CaseSet EMPTY = new CaseSet(new Roaring64Bitmap());

    private final Roaring64Bitmap ids;

    private CaseSet(Roaring64Bitmap ids) {
        this.ids = ids;
    }

    /** Collects ids; used by one thread. */
    public static final class Builder {
        private final Roaring64Bitmap ids = new Roaring64Bitmap();

        public void add(long caseId) {
            ids.addLong(caseId);
        }

        public CaseSet build() {
            ids.runOptimize();
            return new CaseSet(ids);
        }
    }

    /** No case. */
    public static CaseSet none() {
        return EMPTY;
    }

    /** The union of sets in their byte form. */
    public static CaseSet union(Collection<byte[]> parts) {
        Roaring64Bitmap all = new Roaring64Bitmap();
        for (byte[] part : parts) {
            all.or(fromBytes(part).ids);
        }
        return new CaseSet(all);
    }

    public boolean contains(long caseId) {
        return ids.contains(caseId);
    }

    public boolean isEmpty() {
        return ids.isEmpty();
    }

    public long size() {
        return ids.getLongCardinality();
    }

    /** How many ids of the set lie in the range. */
    public long count(IndexRange range) {
        long upTo = ids.rankLong(range.to() - 1);
        return range.from() == 0 ? upTo : upTo - ids.rankLong(range.from() - 1);
    }

    CaseSet within(IndexRange range) {
        if (isEmpty()) {
            return this;
        }
        Roaring64Bitmap inside = new Roaring64Bitmap();
        inside.addRange(range.from(), range.to());
        inside.and(ids);
        return new CaseSet(inside);
    }

    /** The portable form of RoaringBitmap. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ids.serialize(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static CaseSet fromBytes(byte[] bytes) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        try {
            ids.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CaseSet(ids);
    }
}

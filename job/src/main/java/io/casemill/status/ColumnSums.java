package io.casemill.status;

import java.util.ArrayList;
import java.util.List;

/**
 * One checksum per column over its values and their row numbers. A reader that decodes a column sees whether it got what
 * was written, whatever part of the file is damaged: Parquet's own checksums cover pages but neither page headers nor the
 * footer. Used by one thread.
 */
final class ColumnSums {
    private static final long NULL = 0x6E756C6CL;

    private final long[] sums;

    ColumnSums(int columns) {
        this.sums = new long[columns];
    }

    void add(int column, long row, long bits) {
        sums[column] += Hashing.mix(bits + (row + 1) * Hashing.GOLDEN);
    }

    void addNull(int column, long row) {
        sums[column] += Hashing.mix(Hashing.mix(NULL) ^ (row + 1) * Hashing.GOLDEN);
    }

    long sum(int column) {
        return sums[column];
    }

    List<Long> all() {
        List<Long> all = new ArrayList<>(sums.length);
        for (long sum : sums) {
            all.add(sum);
        }
        return all;
    }
}

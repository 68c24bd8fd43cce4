package io.casemill.status;

/** Adds up the digests of rows. Used by one thread. */
final class RowDigests {
    private long high;
    private long low;
    private long lastHigh;
    private long lastLow;

    /** Starts a row. */
    void start(long caseId, long keyHash, Status status) {
        lastHigh = Hashing.mix(caseId + Hashing.GOLDEN);
        lastLow = Hashing.mix(caseId ^ Hashing.GOLDEN);
        feed(keyHash);
        feed(status.code());
    }

    /** The row's next output; every NaN is the same. */
    void output(double value) {
        feed(Double.doubleToLongBits(value));
    }

    /** Ends the row. */
    void end() {
        high += lastHigh;
        low += lastLow;
    }

    /** Of the row that was ended last. */
    Digest row() {
        return new Digest(lastHigh, lastLow);
    }

    /** Of all rows. */
    Digest total() {
        return new Digest(high, low);
    }

    private void feed(long bits) {
        lastHigh = Hashing.mix(lastHigh ^ bits) + Hashing.GOLDEN;
        lastLow = Hashing.mix(lastLow + bits * Hashing.GOLDEN);
    }
}

package io.casemill.sweep;

import org.jspecify.annotations.Nullable;

/**
 * The cases of one block, by index within the block.
 *
 * @param name the block's name
 * @param fixed the value of every parameter that the block does not vary, by position in the sweep, null elsewhere
 * @param points fills the enumerated parameters
 * @param draws fill the sampled parameters
 * @param samples how many samples each point has, at least 1
 * @param size the number of points times the number of samples
 */
// The arrays belong to this record, which compares with nothing: an index into them is the whole cost of a case.
@SuppressWarnings("ArrayRecordComponent")
record BlockCases(String name, @Nullable Object[] fixed, Points points, Draw[] draws, long samples, long size) {

    /** Fills the values of a case, by position in the sweep. */
    void fill(long index, @Nullable Object[] target) {
        System.arraycopy(fixed, 0, target, 0, fixed.length);
        long point = samples == 1 ? index : index / samples;
        long sample = index - point * samples;
        points.fill(point, target);
        for (Draw draw : draws) {
            target[draw.position()] = draw.value(point, sample);
        }
    }

    /** The enumerated points of a block. */
    interface Points {
        /** How many there are. */
        long count();

        /** Fills the values of a point into the positions of its parameters. */
        void fill(long point, @Nullable Object[] target);
    }

    /**
     * One sampled parameter.
     *
     * @param position the parameter's position in the sweep
     * @param distribution what it follows
     * @param key0 with {@code key1} the digest of seed, block and parameter
     * @param key1 the second half
     */
    record Draw(int position, Distribution distribution, long key0, long key1) {
        Object value(long point, long sample) {
            return distribution.at(Philox.uniform(Philox.word(key0, key1, sample, point, 0, 0)));
        }
    }
}

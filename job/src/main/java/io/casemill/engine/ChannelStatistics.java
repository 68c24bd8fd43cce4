package io.casemill.engine;

/**
 * What went through a channel so far. Long waits of producers are back-pressure: what comes behind the channel is the
 * bottleneck.
 *
 * @param capacity how many items it holds at most
 * @param size how many it holds now
 * @param highWater the most that it ever held
 * @param passed items that were put into it
 * @param waits times that a producer found no place
 * @param waitedNanos how long producers had to wait for one, in nanoseconds
 */
public record ChannelStatistics(int capacity, int size, int highWater, long passed, long waits, long waitedNanos) {}

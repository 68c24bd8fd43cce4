package io.casemill.engine;

/**
 * What a stage of a pipeline did so far.
 *
 * @param name the stage's
 * @param width how many items it works on at most at once
 * @param underWay how many it works on now
 * @param mostUnderWay the most that it ever worked on at once
 * @param ended items that left it
 * @param behind the channel that it feeds; long waits there are places that were missing while an item was ready
 */
public record StageStatistics(
        String name, int width, int underWay, int mostUnderWay, long ended, ChannelStatistics behind) {}

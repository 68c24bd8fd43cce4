package io.casemill.engine;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Linearizability of the channel's operations that do not wait, over all schedules of small scenarios. */
@Tag("ENG-12")
@Param(name = "item", gen = IntGen.class)
public class ChannelLincheckTest {

    private final Channel<Integer> channel = new Channel<>(2);

    @Operation
    public boolean offer(int item) {
        return channel.offer(item);
    }

    @Operation
    public @Nullable Integer poll() {
        return channel.poll();
    }

    @Operation
    public boolean reserve() {
        return channel.reserve();
    }

    @Operation
    public void close() {
        channel.close();
    }

    @Operation
    public boolean isEnded() {
        return channel.isEnded();
    }

    @Test
    void channel_is_linearizable() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(40)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .check(ChannelLincheckTest.class);
    }
}

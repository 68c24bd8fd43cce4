package io.casemill.engine;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Linearizability of the deque over all schedules of small scenarios, the owner's operations on one thread. */
@Tag("ENG-02")
@Param(name = "element", gen = IntGen.class)
public class DequeLincheckTest {

    private final Deque<Integer> deque = new Deque<>(2);

    @Operation(nonParallelGroup = "owner")
    public boolean push(int element) {
        return deque.push(element);
    }

    @Operation(nonParallelGroup = "owner")
    public @Nullable Integer pop() {
        return deque.pop();
    }

    @Operation
    public @Nullable Integer steal() {
        return deque.stealer().steal();
    }

    @Test
    void deque_is_linearizable() {
        new ModelCheckingOptions()
                .iterations(8)
                .invocationsPerIteration(150)
                .threads(3)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .check(DequeLincheckTest.class);
    }
}

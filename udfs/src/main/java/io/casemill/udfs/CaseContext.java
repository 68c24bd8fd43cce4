package io.casemill.udfs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a model may use beside its arguments while it computes one case: idle workers for parts of the case, and scratch memory. Valid
 * during the call that received it, on its thread; the parallel methods also on the threads of their elements, so that they nest.
 *
 * <p><b>Determinism.</b> Maps are in order. A reduction combines along a balanced tree that depends on the number of elements alone, so
 * floating-point results have the same bits on one worker or many, and in {@code rerun --local}. When elements fail, the failure of the
 * lowest index is thrown, as it is.
 *
 * <p><b>Elements</b> may run on any worker, several at the same time, in any order; each must depend on its index alone. They read
 * what the model wrote before the call. They change nothing that another element or the model uses, and leave the arena alone: it
 * belongs to the model's thread. Elements above a failed one that have not begun never run; those that run may be interrupted.
 *
 * <p><b>Cost.</b> When no worker is idle, an element costs a few reads beside its computation; most of a sweep is like that, and cases
 * side by side are the better parallelism. An idle worker is woken in some microseconds, so a call should be worth some ten of them.
 *
 * <p>The methods here compute on the calling thread; a context that has workers overrides them.
 */
public interface CaseContext {

    /** Computes one element of a map or reduction. */
    interface Element<T> {
        T at(int index) throws Exception;
    }

    /** Computes one element of a reduction of numbers. */
    interface DoubleElement {
        double at(int index) throws Exception;
    }

    /** The worker's scratch memory, empty when the case begins. */
    Arena arena();

    /**
     * The elements 0 to {@code n - 1}, in order, in a list that does not change.
     *
     * @param n at least 0
     * @throws Exception what the element of the lowest index that failed threw
     * @throws InterruptedException when the case has outlived its limit or is cancelled; the model lets it through
     * @throws IllegalStateException on a thread that the model started itself
     */
    default <T> List<T> parallelMap(int n, Element<? extends T> element) throws Exception {
        List<T> results = new ArrayList<>(Sequential.checked(n));
        for (int i = 0; i < n; i++) {
            results.add(Sequential.at(i, element));
        }
        return Collections.unmodifiableList(results);
    }

    /**
     * Combines the elements 0 to {@code n - 1}.
     *
     * @param n at least 0
     * @param identity the result when n is 0; otherwise it plays no part
     * @param combine takes the result of lower indices on the left; associative, or else its result is that of the tree; runs on any
     *     worker
     * @throws Exception what the element or combination of the lowest index that failed threw
     * @throws InterruptedException when the case has outlived its limit or is cancelled; the model lets it through
     * @throws IllegalStateException on a thread that the model started itself
     */
    default <T extends @Nullable Object> T parallelReduce(
            int n, T identity, Element<? extends T> element, BinaryOperator<T> combine) throws Exception {
        return Sequential.checked(n) == 0 ? identity : Sequential.reduce(0, n, element, combine);
    }

    /** The same for numbers, without an object for each. */
    default double parallelReduce(int n, double identity, DoubleElement element, DoubleBinaryOperator combine)
            throws Exception {
        return Sequential.checked(n) == 0 ? identity : Sequential.reduceNumbers(0, n, element, combine);
    }
}

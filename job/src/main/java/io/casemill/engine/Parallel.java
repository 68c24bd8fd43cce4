package io.casemill.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maps and reductions inside one step: the calling worker computes the elements from the first on and gives halves of what is left to
 * workers that are idle.
 *
 * <p><b>Results do not depend on threads.</b> A map's are in order. A reduction combines along a balanced tree that depends on the
 * number of elements alone, the lower indices on the left: floating-point results have the same bits on any number of workers, and on
 * the thread of an inline engine. When elements fail, the failure of the lowest index is thrown, as it is. Elements above it that
 * have not begun never run; those that run may be interrupted.
 *
 * <p><b>Threads.</b> Called by the thread of a step, of a fork, or of an element. Elements run on any workers at the same time, each on
 * one from start to end; what the caller wrote before, they see, and the caller sees what they wrote. When the step is interrupted
 * they are, and the caller gets an {@link InterruptedException}. All have ended when the call returns or throws.
 *
 * <p><b>Cost.</b> An element costs a few reads beside its computation. A call allocates its scope and some arrays as long as the tree is
 * deep; only what an idle worker takes is forked. Waking a sleeper takes microseconds, so a call should be worth some ten of them.
 */
public final class Parallel {
    private Parallel() {}

    /** Computes one element of a map or reduction. */
    public interface Element<T> {
        T at(int index) throws Exception;
    }

    /** Computes one element of a reduction of numbers. */
    public interface DoubleElement {
        double at(int index) throws Exception;
    }

    /**
     * The elements 0 to {@code n - 1}, in order, in a list that does not change.
     *
     * @param n at least 0
     * @throws Exception what the element of the lowest index that failed threw
     * @throws InterruptedException when the step outlived its time limit or was cancelled
     * @throws IllegalStateException on a thread that runs no step of the worker's engine
     */
    @SuppressWarnings("unchecked") // filled with elements only
    public static <T> List<T> map(Worker worker, int n, Element<? extends T> element) throws Exception {
        Object[] results = new Object[checked(n)];
        Element<Object[]> store = index -> {
            results[index] = element.at(index);
            return results;
        };
        Object[] filled = reduce(worker, n, results, store, (left, right) -> left);
        return (List<T>) Collections.unmodifiableList(Arrays.asList(filled));
    }

    /**
     * Combines the elements 0 to {@code n - 1}.
     *
     * @param n at least 0
     * @param identity the result when n is 0; otherwise it plays no part
     * @param combine takes the result of lower indices on the left; runs on any worker
     * @throws Exception what the element or combination of the lowest index that failed threw
     * @throws InterruptedException when the step outlived its time limit or was cancelled
     * @throws IllegalStateException on a thread that runs no step of the worker's engine
     */
    @SuppressWarnings("NullAway") // a walk that came to its end gives what the elements give
    public static <T extends @Nullable Object> T reduce(
            Worker worker, int n, T identity, Element<? extends T> element, BinaryOperator<T> combine)
            throws Exception {
        if (checked(n) == 0) {
            return identity;
        }
        try (Scope scope = worker.openScope()) {
            return whole(new Values<>(new Reach(scope, n), 0, n, element, combine));
        }
    }

    /** The same for numbers, without an object for each. */
    @SuppressWarnings("NullAway") // a walk that came to its end gives a number
    public static double reduce(
            Worker worker, int n, double identity, DoubleElement element, DoubleBinaryOperator combine)
            throws Exception {
        if (checked(n) == 0) {
            return identity;
        }
        try (Scope scope = worker.openScope()) {
            return whole(new Doubles(new Reach(scope, n), 0, n, element, combine));
        }
    }

    private static int checked(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("Invalid number of elements: must be at least 0, is " + n);
        }
        return n;
    }

    private static <R> @Nullable R whole(Branch<R> branch) throws Exception {
        R result = branch.call();
        branch.rethrow();
        return result;
    }

    private static final class Values<T> extends Branch<T> {
        private final Element<? extends T> element;
        private final BinaryOperator<T> combine;

        Values(Reach reach, int from, int to, Element<? extends T> element, BinaryOperator<T> combine) {
            super(reach, from, to);
            this.element = element;
            this.combine = combine;
        }

        @Override
        Branch<T> part(int from, int to) {
            return new Values<>(reach(), from, to, element, combine);
        }

        @Override
        T walk(int from, int to) throws Exception {
            if (to - from == 1) {
                begin(from);
                return element.at(from);
            }
            int middle = middle(from, to);
            enter(middle, to);
            T left = walk(from, middle);
            Fork<@Nullable T> given = leave();
            T right = given == null ? walk(middle, to) : join(given, to);
            combining(to);
            return combine.apply(left, right);
        }
    }

    private static final class Doubles extends Branch<Double> {
        private final DoubleElement element;
        private final DoubleBinaryOperator combine;

        Doubles(Reach reach, int from, int to, DoubleElement element, DoubleBinaryOperator combine) {
            super(reach, from, to);
            this.element = element;
            this.combine = combine;
        }

        @Override
        Branch<Double> part(int from, int to) {
            return new Doubles(reach(), from, to, element, combine);
        }

        @Override
        Double walk(int from, int to) throws Exception {
            return sum(from, to);
        }

        private double sum(int from, int to) throws Exception {
            if (to - from == 1) {
                begin(from);
                return element.at(from);
            }
            int middle = middle(from, to);
            enter(middle, to);
            double left = sum(from, middle);
            Fork<@Nullable Double> given = leave();
            double right = given == null ? sum(middle, to) : join(given, to);
            combining(to);
            return combine.applyAsDouble(left, right);
        }
    }
}

package io.casemill.udfs;

import io.casemill.udfs.CaseContext.DoubleElement;
import io.casemill.udfs.CaseContext.Element;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Maps and reductions on one thread, with the results of the engine's: a node of the tree over [from, to) parts in its middle. */
final class Sequential {
    private Sequential() {}

    static int checked(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("Invalid number of elements: must be at least 0, is " + n);
        }
        return n;
    }

    static <T extends @Nullable Object> T at(int index, Element<? extends T> element) throws Exception {
        checkInterrupt(index);
        return element.at(index);
    }

    static <T extends @Nullable Object> T reduce(
            int from, int to, Element<? extends T> element, BinaryOperator<T> combine) throws Exception {
        if (to - from == 1) {
            return at(from, element);
        }
        int middle = (from + to + 1) >>> 1;
        return combine.apply(reduce(from, middle, element, combine), reduce(middle, to, element, combine));
    }

    static double reduceNumbers(int from, int to, DoubleElement element, DoubleBinaryOperator combine)
            throws Exception {
        if (to - from == 1) {
            checkInterrupt(from);
            return element.at(from);
        }
        int middle = (from + to + 1) >>> 1;
        return combine.applyAsDouble(
                reduceNumbers(from, middle, element, combine), reduceNumbers(middle, to, element, combine));
    }

    private static void checkInterrupt(int index) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before element " + index);
        }
    }
}

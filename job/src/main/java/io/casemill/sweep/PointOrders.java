package io.casemill.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The orders in which blocks enumerate their points. All are immutable and safe for any thread. */
final class PointOrders {
    private PointOrders() {}

    /** The product of two counts. Throws {@link IllegalArgumentException} above {@link Sweep#MAX_SIZE}. */
    static long times(long a, long b) {
        long product;
        try {
            product = Math.multiplyExact(a, b);
        } catch (ArithmeticException overflow) {
            product = Long.MAX_VALUE;
        }
        if (product > Sweep.MAX_SIZE) {
            throw new IllegalArgumentException(a + " times " + b + " cases are more than " + Sweep.MAX_SIZE
                    + " (2^53); vary fewer parameters or take fewer values");
        }
        return product;
    }

    /** Every combination, the last parameter fastest; one point when there is no parameter. */
    static BlockCases.Points product(int[] targets, List<Enumeration> enumerations) {
        Enumeration[] digits = enumerations.toArray(new Enumeration[0]);
        long count = 1;
        for (Enumeration digit : digits) {
            count = times(count, digit.count());
        }
        return new Filled(count, (point, target) -> {
            long rest = point;
            for (int i = digits.length - 1; i >= 0; i--) {
                long radix = digits[i].count();
                long quotient = rest / radix;
                target[targets[i]] = digits[i].value(rest - quotient * radix);
                rest = quotient;
            }
        });
    }

    /** All parameters in step. */
    static BlockCases.Points zip(List<String> names, int[] targets, List<Enumeration> enumerations) {
        Enumeration[] digits = enumerations.toArray(new Enumeration[0]);
        if (digits.length == 0) {
            throw new IllegalArgumentException("zip names no parameter");
        }
        for (int i = 1; i < digits.length; i++) {
            if (digits[i].count() != digits[0].count()) {
                throw new IllegalArgumentException("zip needs equal numbers of values: '" + names.get(0) + "' has "
                        + digits[0].count() + ", '" + names.get(i) + "' has " + digits[i].count());
            }
        }
        return new Filled(times(1, digits[0].count()), (point, target) -> {
            for (int i = 0; i < digits.length; i++) {
                target[targets[i]] = digits[i].value(point);
            }
        });
    }

    /** Explicit points. */
    static BlockCases.Points listed(int[] targets, Object[][] rows) {
        return new Filled(rows.length, (point, target) -> {
            Object[] row = rows[(int) point];
            for (int i = 0; i < targets.length; i++) {
                target[targets[i]] = row[i];
            }
        });
    }

    /** The rows of a table; {@code columns} are those of the targets. */
    static BlockCases.Points table(int[] targets, TableSource.Table table, int[] columns) {
        return new Filled(times(1, table.rows()), (point, target) -> {
            for (int i = 0; i < targets.length; i++) {
                target[targets[i]] = table.cell(point, columns[i]);
            }
        });
    }

    private interface Filler {
        void fill(long point, @Nullable Object[] target);
    }

    private record Filled(long count, Filler filler) implements BlockCases.Points {
        @Override
        public void fill(long point, @Nullable Object[] target) {
            filler.fill(point, target);
        }
    }
}

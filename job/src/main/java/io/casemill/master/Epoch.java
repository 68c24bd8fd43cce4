package io.casemill.master;

/**
 * A driver's turn at a run directory.
 *
 * @param number counts from 1
 * @param owner whose turn it is
 */
public record Epoch(int number, Owner owner) {
    public Epoch {
        if (number < 1) {
            throw new IllegalArgumentException("Invalid epoch " + number + ": must be at least 1");
        }
        java.util.Objects.requireNonNull(owner);
    }
}

package io.casemill.sweep;

import org.jspecify.annotations.Nullable;

/**
 * A varied quantity.
 *
 * @param name the column's name
 * @param type what the source's values are
 * @param source where its values come from
 * @param nominal the value where a block does not vary it: a {@link Double}, {@link Long}, {@link Boolean} or
 *     {@link String} as {@code type} says, or null when there is none
 */
public record Parameter(
        String name,
        ColumnType type,
        ValueSource source,
        @Nullable Object nominal) {}

package io.casemill.config;

import java.util.List;
import java.util.Map;

/** What a YAML document holds, with the place of everything. Aliased items are shared, never copied. */
sealed interface Item {

    Place place();

    /** What a scalar is by the YAML 1.2 core schema. Quoted scalars are text. */
    enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        TEXT
    }

    /**
     * A single value.
     *
     * @param plain written without quotes
     */
    record Scalar(Place place, String text, Kind kind, boolean plain) implements Item {}

    record Sequence(Place place, List<Item> items) implements Item {}

    /** Entries in file order. */
    record Mapping(Place place, Map<String, Entry> entries) implements Item {}

    /**
     * @param place where the key stands
     * @param value what it leads to
     */
    record Entry(Place place, Item value) {}
}

package io.casemill.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a mapping with known keys. */
final class Fields {
    private final Field field;
    private final Keys keys;
    private final Map<String, Field> entries;

    Fields(Field field, Keys keys, Map<String, Field> entries) {
        this.field = field;
        this.keys = keys;
        this.entries = entries;
    }

    /** The mapping itself. */
    Field field() {
        return field;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key, or null when the key is absent. */
    @Nullable Field optional(String key) {
        if (!keys.known().contains(key)) {
            throw new IllegalArgumentException("Invalid key " + key + ": not one of " + keys.known());
        }
        return entries.get(key);
    }

    /** The value of a key; its absence is reported with an example of what to write. */
    @Nullable Field required(String key, String example) {
        Field value = optional(key);
        if (value == null) {
            field.wrong("the key " + key + " is missing", "write " + key + ": " + example);
        }
        return value;
    }

    /** The one key of several that is there; null after a report when there is none or more than one. */
    @Nullable String exactlyOne(List<String> choices) {
        List<String> there = choices.stream().filter(this::has).toList();
        if (there.size() == 1) {
            return there.get(0);
        }
        if (there.isEmpty()) {
            field.wrong("none of the keys " + String.join(", ", choices) + " is there", "write exactly one of them");
        } else {
            field.keySite(there.get(1))
                    .wrong("excludes " + there.get(0) + ", which is there too", "keep exactly one of them");
        }
        return null;
    }

    @Nullable Double number(String key, String example) {
        Field value = required(key, example);
        return value == null ? null : value.number();
    }

    @Nullable Long whole(String key, String example, long least, long most) {
        Field value = required(key, example);
        return value == null ? null : value.whole(least, most);
    }
}

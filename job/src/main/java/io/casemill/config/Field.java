package io.casemill.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item with its key path. Each reading method returns null, or nothing, after it reported that the item is not what
 * it must be.
 */
final class Field {
    /** Longer texts are files. */
    private static final long LONGEST_DAYS = 36_500;

    private static final int LONGEST_TEXT = 10_000;

    private final Site site;
    private final Item item;

    Field(Problems problems, String path, Item item) {
        this.site = new Site(problems, item.place(), path);
        this.item = item;
    }

    Site site() {
        return site;
    }

    Item item() {
        return item;
    }

    void wrong(String what, String remedy) {
        site.wrong(what, remedy);
    }

    boolean isMapping() {
        return item instanceof Item.Mapping;
    }

    boolean isSequence() {
        return item instanceof Item.Sequence;
    }

    /** The entries of a mapping whose keys are known; unknown ones are reported. */
    @Nullable Fields fields(Keys keys) {
        if (!isMapping()) {
            wrong(
                    "must be a mapping, is " + description(),
                    "write it with the keys " + String.join(", ", keys.known()));
            return null;
        }
        Map<String, Field> entries = entries("");
        ((Item.Mapping) item).entries().forEach((key, entry) -> {
            if (!keys.known().contains(key)) {
                new Site(site.problems(), entry.place(), child(key))
                        .wrong("the key is not known", Nearest.remedy(key, keys.known()));
            }
        });
        return new Fields(this, keys, entries);
    }

    /** The entries of a mapping whose keys are names of the user's. */
    Map<String, Field> entries(String remedy) {
        Map<String, Field> entries = new LinkedHashMap<>();
        if (item instanceof Item.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> entries.put(key, field(child(key), entry.value())));
        } else {
            wrong("must be a mapping, is " + description(), remedy);
        }
        return entries;
    }

    /** Where a key of this mapping stands. */
    Site keySite(String key) {
        Item.Entry entry =
                item instanceof Item.Mapping mapping ? mapping.entries().get(key) : null;
        return new Site(site.problems(), entry == null ? item.place() : entry.place(), child(key));
    }

    /** The elements of a list that must have some. */
    List<Field> elements(String remedy) {
        List<Field> elements = new ArrayList<>();
        if (!(item instanceof Item.Sequence sequence)) {
            wrong("must be a list, is " + description(), remedy);
            return elements;
        }
        if (sequence.items().isEmpty()) {
            wrong("the list is empty", remedy);
        }
        for (Item element : sequence.items()) {
            elements.add(field(site.path() + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** The texts of a list that must have some; elements that are no text are reported and left out. */
    List<String> texts(String remedy) {
        return elements(remedy).stream()
                .map(Field::text)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A text that is not blank. */
    @Nullable String text() {
        if (!(item instanceof Item.Scalar scalar) || scalar.kind() != Item.Kind.TEXT) {
            String quoted = item instanceof Item.Scalar scalar && scalar.kind() != Item.Kind.NULL
                    ? "if it is meant as text, put it in quotes"
                    : "write a text";
            wrong("must be a text, is " + description(), quoted);
            return null;
        }
        return checked(scalar.text());
    }

    /** Any single value as it was written; it may be empty. */
    @Nullable String literal() {
        if (!(item instanceof Item.Scalar scalar) || scalar.kind() == Item.Kind.NULL) {
            wrong("must be a single value, is " + description(), "write one value, in quotes if it is a text");
            return null;
        }
        return scalar.text().isEmpty() ? "" : checked(scalar.text());
    }

    private @Nullable String checked(String text) {
        if (text.isBlank()) {
            wrong("is empty", "write a text, or leave the key out");
            return null;
        }
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            wrong("is longer than " + LONGEST_TEXT + " characters or holds a NUL", "put long text into a file");
            return null;
        }
        return text;
    }

    /** A finite number; scale suffixes are allowed. */
    @Nullable Double number() {
        Double number = item instanceof Item.Scalar scalar && scalar.plain() ? Quantities.number(scalar.text()) : null;
        if (number == null) {
            boolean quoted = item instanceof Item.Scalar scalar && !scalar.plain();
            wrong(
                    "must be a number, is " + description(),
                    quoted ? "write it without quotes" : "write a finite number such as 4.7k, 10n or 1e-9");
            return null;
        }
        return finite(number);
    }

    private @Nullable Double finite(Double number) {
        if (number.isInfinite()) {
            wrong("is too large for a number: " + description(), "write a finite number below 1.8e308");
            return null;
        }
        return number;
    }

    /** A whole number from {@code least} to {@code most}; suffixes such as in {@code 10k} are allowed. */
    @Nullable Long whole(long least, long most) {
        Long whole = item instanceof Item.Scalar scalar && scalar.plain() ? Quantities.whole(scalar.text()) : null;
        if (whole == null && item instanceof Item.Scalar scalar && scalar.plain()) {
            Double number = Quantities.number(scalar.text());
            whole = number != null && number == Math.rint(number) && Math.abs(number) < 0x1p53
                    ? Long.valueOf(number.longValue())
                    : null;
        }
        if (whole == null) {
            wrong("must be a whole number, is " + description(), "write a whole number from " + least + " to " + most);
            return null;
        }
        if (whole < least || whole > most) {
            String what = whole < least ? "must be at least " + least : "must be at most " + most;
            wrong(what + ", is " + whole, "write a whole number from " + least + " to " + most);
            return null;
        }
        return whole;
    }

    @Nullable Boolean flag() {
        if (item instanceof Item.Scalar scalar && scalar.kind() == Item.Kind.BOOLEAN) {
            return scalar.text().equalsIgnoreCase("true");
        }
        wrong("must be true or false, is " + description(), "write true or false, without quotes");
        return null;
    }

    @Nullable Duration duration() {
        Duration duration = item instanceof Item.Scalar scalar ? Quantities.duration(scalar.text()) : null;
        if (duration == null) {
            wrong("must be a duration, is " + description(), "write a positive one like 500ms, 60s, 10m or 2h");
        } else if (duration.toDays() > LONGEST_DAYS) {
            // In nanoseconds it would be no number any more.
            wrong("is longer than a hundred years: " + description(), "write a shorter one like 10m or 2h");
            return null;
        }
        return duration;
    }

    @Nullable Long bytes() {
        Long bytes = item instanceof Item.Scalar scalar ? Quantities.bytes(scalar.text()) : null;
        if (bytes == null) {
            wrong("must be a size, is " + description(), "write a positive one like 512MB, 1GB or 1GiB");
        }
        return bytes;
    }

    /** A value of a parameter: a {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    @Nullable Object value() {
        if (!(item instanceof Item.Scalar scalar) || scalar.kind() == Item.Kind.NULL) {
            wrong("must be a single value, is " + description(), "write a number, true, false or a text");
            return null;
        }
        if (!scalar.plain()) {
            return textValue(scalar);
        }
        if (scalar.kind() == Item.Kind.BOOLEAN) {
            return scalar.text().equalsIgnoreCase("true");
        }
        Long whole = Quantities.whole(scalar.text());
        if (whole != null) {
            return whole;
        }
        Double number = Quantities.number(scalar.text());
        if (number != null) {
            return finite(number);
        }
        if (scalar.kind() == Item.Kind.NUMBER || scalar.text().matches("(?i)[+-]?(nan|inf|infinity)")) {
            wrong("must be a finite decimal number, is " + description(), "write a number such as 4.7k, 10n or 1e-9");
            return null;
        }
        return textValue(scalar);
    }

    private @Nullable String textValue(Item.Scalar scalar) {
        if (!Values.inert(scalar.text())) {
            wrong("the text " + Values.LIMITS, "write a shorter text without control characters");
            return null;
        }
        return scalar.text();
    }

    /** What the item is, for messages. */
    String description() {
        if (item instanceof Item.Scalar scalar) {
            return switch (scalar.kind()) {
                case NULL -> "empty";
                case BOOLEAN, NUMBER -> scalar.text();
                case TEXT -> (scalar.plain() ? "" : "the text ") + Shown.quoted(scalar.text());
            };
        }
        return item instanceof Item.Sequence ? "a list" : "a mapping";
    }

    private String child(String key) {
        String shown = key.length() > 80 ? key.substring(0, 80) + "…" : key;
        return site.path().isEmpty() ? shown : site.path() + "." + shown;
    }

    private Field field(String path, Item value) {
        return new Field(site.problems(), path, value);
    }
}

package io.casemill.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds the {@link Item} tree of one YAML 1.2 document from parser events. Limits are checked while events arrive, so
 * that a hostile document is left at the first excess and memory stays proportional to what was read.
 */
final class YamlTree {
    static final int DEEPEST = 32;
    /** Values of the document with every alias written out. */
    static final int MOST_VALUES = 300_000;

    private static final int LONGEST_NUMBER = 64;

    private final Problems problems;
    private final Function<Optional<Mark>, Place> placeOf;
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
    private final Map<String, Anchored> anchors = new HashMap<>();
    /** Keys and indices on the way to the item that is being read. */
    private final List<String> path = new ArrayList<>();

    private Iterator<Event> events = List.<Event>of().iterator();
    private long values;

    private YamlTree(Problems problems, Function<Optional<Mark>, Place> placeOf) {
        this.problems = problems;
        this.placeOf = placeOf;
    }

    /** The document of a file, or null when it was refused. */
    static @Nullable Item ofFile(String text, String shown, Problems problems) {
        Function<Optional<Mark>, Place> placeOf = mark -> new Place(
                shown,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
        return new YamlTree(problems, placeOf).document(text);
    }

    /** The value of an override, or null when it was refused; every item in it is at {@code place}. */
    static @Nullable Item ofOverride(String text, Place place, Problems problems) {
        return new YamlTree(problems, mark -> place).document(text);
    }

    private @Nullable Item document(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(SweepText.MOST_BYTES)
                .setParseComments(false)
                .build();
        try {
            events = new Parse(settings).parseString(text).iterator();
            events.next(); // start of the stream
            Event start = events.next();
            if (start.getEventId() == Event.ID.StreamEnd) {
                return new Item.Scalar(placeOf.apply(start.getStartMark()), "", Item.Kind.NULL, true);
            }
            Item root = item(events.next(), 0);
            events.next(); // end of the document
            Event after = events.next();
            if (after.getEventId() != Event.ID.StreamEnd) {
                throw new Refused(
                        placeOf.apply(after.getStartMark()), "a second document begins", "keep one sweep in one file");
            }
            return root;
        } catch (Refused e) {
            problems.add(e.place, "", e.what, e.remedy);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            problems.add(placeOf.apply(mark), "", "is not YAML: " + oneLine(e), remedy(e));
        } catch (YamlEngineException e) {
            problems.add(
                    placeOf.apply(Optional.empty()), "", "is not YAML: " + oneLine(e), "save it as plain UTF-8 text");
        }
        return null;
    }

    private static String oneLine(YamlEngineException e) {
        String problem = e instanceof MarkedYamlEngineException marked ? marked.getProblem() : e.getMessage();
        String context = e instanceof MarkedYamlEngineException marked ? marked.getContext() : null;
        String text = (context == null ? "" : context + ", ") + problem;
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String remedy(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB") || problem.contains("'\\t'")) {
            return "indent with spaces, not with tabs";
        }
        return "check indentation, colons, brackets and quotes here and on the line above";
    }

    private Item item(Event event, int depth) {
        Place place = placeOf.apply(event.getStartMark());
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAlias().getValue(), place);
        }
        long before = values;
        String anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue).orElse(null);
        if (anchor != null) {
            anchors.put(anchor, new Anchored(null, 0));
        }
        count(1, place);
        Item item = event instanceof ScalarEvent scalar
                ? scalar(scalar, place)
                : collection((CollectionStartEvent) event, place, depth + 1);
        if (anchor != null) {
            anchors.put(anchor, new Anchored(item, values - before));
        }
        return item;
    }

    private Item aliased(String name, Place place) {
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw new Refused(place, "the alias *" + name + " has no anchor", "write &" + name + " before its value");
        }
        if (anchored.item() == null) {
            throw new Refused(place, "the alias *" + name + " stands inside its own value", "write the value out");
        }
        count(anchored.size(), place);
        return anchored.item();
    }

    private void count(long more, Place place) {
        values += more;
        if (values > MOST_VALUES) {
            throw new Refused(
                    place,
                    "the file holds more than " + MOST_VALUES + " values, aliases written out",
                    "use fewer aliases, or import the cases from a table");
        }
    }

    private Item.Scalar scalar(ScalarEvent event, Place place) {
        refuseTag(event.getTag(), place, Tag.STR);
        boolean plain = event.isPlain() && event.getTag().isEmpty();
        return new Item.Scalar(place, event.getValue(), plain ? kind(event.getValue()) : Item.Kind.TEXT, plain);
    }

    private Item.Kind kind(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Item.Kind.TEXT;
        }
        Tag tag = resolver.resolve(text, true);
        if (tag.equals(Tag.NULL)) {
            return Item.Kind.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Item.Kind.BOOLEAN;
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Item.Kind.NUMBER : Item.Kind.TEXT;
    }

    private Item collection(CollectionStartEvent event, Place place, int depth) {
        boolean sequence = event.getEventId() == Event.ID.SequenceStart;
        refuseTag(event.getTag(), place, sequence ? Tag.SEQ : Tag.MAP);
        if (depth > DEEPEST) {
            throw new Refused(place, "is nested deeper than " + DEEPEST + " levels", "a sweep needs less than ten");
        }
        return sequence ? sequence(place, depth) : mapping(place, depth);
    }

    private Item sequence(Place place, int depth) {
        List<Item> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            path.add("[" + items.size() + "]");
            items.add(item(next, depth));
            path.remove(path.size() - 1);
        }
        return new Item.Sequence(place, items);
    }

    private Item mapping(Place place, int depth) {
        Map<String, Item.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Place keyPlace = placeOf.apply(next.getStartMark());
            if (!(item(next, depth) instanceof Item.Scalar key)) {
                throw new Refused(keyPlace, "a list or mapping stands as a key", "write a name before the colon");
            }
            path.add((path.isEmpty() ? "" : ".") + key.text());
            Item.Entry entry = new Item.Entry(keyPlace, item(events.next(), depth));
            Item.Entry first = entries.putIfAbsent(key.text(), entry);
            if (first != null) {
                problems.add(
                        keyPlace,
                        String.join("", path),
                        "the key stands here a second time, first on line "
                                + first.place().line(),
                        "keep one of them");
            }
            path.remove(path.size() - 1);
        }
        return new Item.Mapping(place, entries);
    }

    private static void refuseTag(Optional<String> tag, Place place, Tag allowed) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(allowed.getValue())) {
            throw new Refused(place, "the tag " + tag.get() + " has no meaning here", "remove the tag");
        }
    }

    /** @param item null while the value is being read */
    private record Anchored(@Nullable Item item, long size) {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final String what;
        private final String remedy;

        Refused(Place place, String what, String remedy) {
            super(what, null, false, false);
            this.place = place;
            this.what = what;
            this.remedy = remedy;
        }
    }
}

package io.casemill.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values from the command line put into the tree, in order. A path names keys with dots between them; an element of a
 * list is named by its index from 0 or by the name of its block: {@code cases.mc.sample.n=500}. Mappings that are missing
 * on the way are made. The tree is copied along the path, because aliases share items.
 */
final class Overrides {
    private final Problems problems;

    Overrides(Problems problems) {
        this.problems = problems;
    }

    /** The tree with every override in it; those that cannot be placed are reported and left out. */
    Item apply(Item root, List<String> overrides) {
        Item changed = root;
        for (int i = 0; i < overrides.size(); i++) {
            changed = apply(changed, overrides.get(i), Place.ofOverride(i + 1));
        }
        return changed;
    }

    private Item apply(Item root, String override, Place place) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            problems.add(place, "", "is " + Shown.quoted(override) + ", not PATH=VALUE", "write it like seed=7");
            return root;
        }
        String path = override.substring(0, equals).strip();
        if (path.isEmpty() || path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
            problems.add(place, path, "is not a key path", "write keys with dots between, like limits.timeout=10s");
            return root;
        }
        Item value = YamlTree.ofOverride(override.substring(equals + 1), place, problems);
        return value == null ? root : with(root, path, value, new Site(problems, place, path));
    }

    private Item with(Item at, String rest, Item value, Site site) {
        if (rest.isEmpty()) {
            return value;
        }
        if (at instanceof Item.Mapping mapping) {
            return inMapping(mapping, rest, value, site);
        }
        if (at instanceof Item.Sequence sequence) {
            return inSequence(sequence, rest, value, site);
        }
        if (at instanceof Item.Scalar scalar && scalar.kind() == Item.Kind.NULL) {
            return inMapping(new Item.Mapping(site.place(), Map.of()), rest, value, site);
        }
        String above = site.path().substring(0, Math.max(0, site.path().length() - rest.length() - 1));
        site.wrong("leads into " + above + ", which is a single value", "set " + above + " as a whole");
        return at;
    }

    private Item inMapping(Item.Mapping mapping, String rest, Item value, Site site) {
        String key = longestKey(mapping, rest);
        Item.Entry old = mapping.entries().get(key);
        Place keyPlace = old == null ? site.place() : old.place();
        Item inner = old == null ? new Item.Mapping(site.place(), Map.of()) : old.value();
        Map<String, Item.Entry> entries = new LinkedHashMap<>(mapping.entries());
        entries.put(key, new Item.Entry(keyPlace, with(inner, after(rest, key), value, site)));
        return new Item.Mapping(mapping.place(), entries);
    }

    /** File names are keys too and have dots: the longest key that is there wins. */
    private static String longestKey(Item.Mapping mapping, String rest) {
        String best = null;
        for (String key : mapping.entries().keySet()) {
            boolean leads = rest.equals(key) || rest.startsWith(key + ".");
            if (leads && (best == null || key.length() > best.length())) {
                best = key;
            }
        }
        int dot = rest.indexOf('.');
        return best != null ? best : dot < 0 ? rest : rest.substring(0, dot);
    }

    private Item inSequence(Item.Sequence sequence, String rest, Item value, Site site) {
        int dot = rest.indexOf('.');
        String key = dot < 0 ? rest : rest.substring(0, dot);
        List<Item> items = new ArrayList<>(sequence.items());
        int index = index(items, key);
        if (index < 0 || index >= items.size()) {
            site.wrong(
                    "no element " + Shown.quoted(key) + " in a list of " + items.size(),
                    "name an element by its index from 0, or a block by its name");
            return sequence;
        }
        items.set(index, with(items.get(index), after(rest, key), value, site));
        return new Item.Sequence(sequence.place(), items);
    }

    private static int index(List<Item> items, String key) {
        for (int i = 0; i < items.size(); i++) {
            if (key.equals(blockName(items.get(i)))) {
                return i;
            }
        }
        Long index = Quantities.whole(key);
        return index == null || index < 0 || index > Integer.MAX_VALUE ? -1 : index.intValue();
    }

    private static @Nullable String blockName(Item item) {
        Item.Entry entry =
                item instanceof Item.Mapping mapping ? mapping.entries().get("block") : null;
        return entry != null && entry.value() instanceof Item.Scalar scalar ? scalar.text() : null;
    }

    private static String after(String rest, String key) {
        return rest.length() == key.length() ? "" : rest.substring(key.length() + 1);
    }
}

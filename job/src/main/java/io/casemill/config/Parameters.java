package io.casemill.config;

import io.casemill.sweep.ColumnType;
import io.casemill.sweep.Parameter;
import io.casemill.sweep.ValueSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a sweep while its file is read: types widen as blocks use them. Used by one thread. */
final class Parameters {
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /** Reads the section; broken parameters stay known by name, so that their uses give no second message. */
    static Parameters read(@Nullable Field section, Names names) {
        Parameters parameters = new Parameters();
        if (section == null) {
            return parameters;
        }
        Map<String, Field> entries = section.entries("write names with their values: {r: [1k, 2.2k]}");
        if (section.isMapping() && entries.isEmpty()) {
            section.wrong("there is no parameter", "write at least one: {r: [1k, 2.2k]}");
        }
        entries.forEach((name, field) -> {
            names.claim(name, "parameter", section.keySite(name));
            parameters.drafts.put(name, draft(name, field));
        });
        return parameters;
    }

    private static Draft draft(String name, Field field) {
        Sources.Typed typed = Sources.read(field, name);
        Draft draft = new Draft(name, field.site(), typed == null ? null : typed.source());
        if (typed == null) {
            return draft;
        }
        draft.type = typed.type();
        Field nominal =
                field.isMapping() && field.item() instanceof Item.Mapping mapping ? nominal(field, mapping) : null;
        if (nominal != null) {
            draft.nominal = draft.accept(nominal);
        } else {
            draft.nominal = Sources.only(typed.source());
        }
        return draft;
    }

    private static @Nullable Field nominal(Field field, Item.Mapping mapping) {
        return mapping.entries().containsKey("nominal") ? field.entries("").get("nominal") : null;
    }

    List<String> names() {
        return List.copyOf(drafts.keySet());
    }

    Iterable<Draft> all() {
        return drafts.values();
    }

    @Nullable Draft find(String name) {
        return drafts.get(name);
    }

    /** The parameter of that name; null after a report. */
    @Nullable Draft find(String name, Site site) {
        Draft draft = drafts.get(name);
        if (draft == null) {
            site.wrong(Shown.quoted(name) + " is no parameter", Nearest.remedy(name, names()));
        }
        return draft;
    }

    /** The finished parameters. Call only when nothing was reported. */
    List<Parameter> finished() {
        List<Parameter> finished = new ArrayList<>();
        for (Draft draft : drafts.values()) {
            ColumnType type = draft.type == null ? ColumnType.DOUBLE : draft.type;
            ValueSource source = draft.source;
            if (source == null) {
                throw new IllegalStateException("Invalid parameter " + draft.name + ": it was not read");
            }
            Object nominal = draft.nominal == null ? null : Values.as(type, draft.nominal);
            finished.add(new Parameter(draft.name, type, Sources.as(type, source, draft.name), nominal));
        }
        return finished;
    }

    /** The final type of a parameter. */
    ColumnType type(String name) {
        Draft draft = drafts.get(name);
        return draft == null || draft.type == null ? ColumnType.DOUBLE : draft.type;
    }

    /** One parameter. */
    static final class Draft {
        final String name;
        final Site site;
        /** Null when the parameter was refused. */
        final @Nullable ValueSource source;

        @Nullable Object nominal;
        /** Null until a table or a value tells. */
        @Nullable ColumnType type;

        Draft(String name, Site site, @Nullable ValueSource source) {
            this.name = name;
            this.site = site;
            this.source = source;
        }

        /** Reads a value for this parameter and widens the type; null after a report. */
        @Nullable Object accept(Field field) {
            Object value = field.value();
            if (value == null || source == null) {
                return value;
            }
            if (!widen(Values.type(value))) {
                field.wrong(
                        "is " + field.description() + ", but " + name + " holds "
                                + Values.described(type == null ? Values.type(value) : type),
                        "write a value of the parameter's own type");
                return null;
            }
            return value;
        }

        /** Takes a type into account; false when it does not go with the others. */
        boolean widen(ColumnType more) {
            ColumnType joined = type == null ? more : Values.join(type, more);
            type = joined == null ? type : joined;
            return joined != null;
        }
    }
}

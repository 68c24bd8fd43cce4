package io.casemill.app;

import io.casemill.sweep.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan for people.
 *
 * @param name the sweep's name
 * @param points cases before {@code where}
 * @param cases cases after {@code where}
 * @param blocks cases by name of the block, before {@code where}, in file order
 * @param columns parameters and derived values
 * @param outputs names of the outputs
 * @param sample the first cases: the id, the name of the block, then a value per column
 */
public record PlanView(
        String name,
        long points,
        long cases,
        Map<String, Long> blocks,
        List<Column> columns,
        List<String> outputs,
        List<List<@Nullable Object>> sample) {

    public PlanView {
        Objects.requireNonNull(name);
        blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
        columns = List.copyOf(columns);
        outputs = List.copyOf(outputs);
        sample = Collections.unmodifiableList(new ArrayList<>(sample));
    }
}

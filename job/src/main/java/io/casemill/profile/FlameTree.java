package io.casemill.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Grows a {@link Flame} from stacks and from other flames, in bounded memory. Used by one thread. */
final class FlameTree {
    /** Beyond these a stack ends at the last frame that is known. */
    private static final int MOST_NODES = 200_000;

    /** Frames that are drawn at all are at least that part of all samples wide: a third of a pixel. */
    private static final int FINEST = 3_000;

    /** Stands for calls that are too thin one by one. */
    private static final String THIN = "(too thin to draw)";

    private final Node root = new Node();
    private int nodes = 1;

    private static final class Node {
        private final Map<String, Node> calls = new LinkedHashMap<>();
        private long samples;
    }

    /** Adds samples of one stack, callers first. */
    void add(List<String> stack, long samples) {
        Node at = root;
        at.samples += samples;
        for (String frame : stack) {
            Node next = call(at, frame);
            if (next == null) {
                return;
            }
            at = next;
            at.samples += samples;
        }
    }

    /** Adds another flame, root upon root. */
    void add(Flame other) {
        add(root, other);
    }

    private void add(Node at, Flame other) {
        at.samples += other.samples();
        for (Flame each : other.calls()) {
            Node next = call(at, each.name());
            if (next != null) {
                add(next, each);
            }
        }
    }

    private @Nullable Node call(Node at, String frame) {
        Node known = at.calls.get(frame);
        if (known != null || nodes == MOST_NODES) {
            return known;
        }
        nodes++;
        Node made = new Node();
        at.calls.put(frame, made);
        return made;
    }

    /** The tree without what is too thin to be seen. */
    Flame flame() {
        return flame("all", root, Math.max(1, root.samples / FINEST));
    }

    private static Flame flame(String name, Node node, long fewest) {
        List<Flame> calls = new ArrayList<>();
        long thin = 0;
        for (Map.Entry<String, Node> call : node.calls.entrySet()) {
            if (call.getValue().samples >= fewest) {
                calls.add(flame(call.getKey(), call.getValue(), fewest));
            } else {
                thin += call.getValue().samples;
            }
        }
        if (thin > 0) {
            calls.add(new Flame(THIN, thin, List.of()));
        }
        calls.sort(Comparator.comparingLong(Flame::samples).reversed());
        return new Flame(name, node.samples, calls);
    }
}

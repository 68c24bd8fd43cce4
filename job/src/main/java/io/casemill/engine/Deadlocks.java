package io.casemill.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds workers that wait for each other, and ends their steps; all others go on. Used by the monitor's thread.
 *
 * <p>The wait graph has threads for vertices. A thread that waits in a join points to every worker that runs a stolen fork it waits
 * for; a thread that waits for a monitor or a lock without limit points to the thread that holds it. All edges of a vertex must be satisfied, so
 * a strongly connected component with an edge inside is a deadlock. Channels have no edges: no worker may wait for one.
 *
 * <p><b>Nothing is taken for a deadlock that is none.</b> The graph is read while threads run, so a component that is seen once
 * proves nothing. It counts when the next look finds it again and none of its threads has begun another wait or another step
 * meanwhile: then all its edges held at the same time.
 */
final class Deadlocks {

    /** Only asked when a step has run for a while: loading it takes longer than most sweeps' cases. */
    private @Nullable ThreadMXBean threads;

    /** By thread, the waits of the components of the last look. */
    private Map<Long, Wait> suspects = Map.of();

    /** What tells one wait of a thread from every other. */
    private record Wait(long word, long blocked, long waited) {}

    private record Vertex(ThreadInfo info, @Nullable WorkerLoop loop, Wait current, Set<Long> waitsFor) {}

    /**
     * Looks once.
     *
     * @param running what workers run, by their words
     * @param stand those of them that were at the same at the last look
     */
    void look(Map<WorkerLoop, Long> running, Set<WorkerLoop> stand) {
        suspects = stand.stream().anyMatch(Deadlocks::isWaiting) ? confirm(running) : Map.of();
    }

    private static boolean isWaiting(WorkerLoop loop) {
        return switch (loop.thread().getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    /** Ends the components that were there at the last look too; returns the waits of those that are new. */
    private Map<Long, Wait> confirm(Map<WorkerLoop, Long> running) {
        Map<Long, Vertex> graph = graph(running);
        Map<Long, Wait> seen = new HashMap<>();
        Set<Long> done = new HashSet<>();
        for (Long thread : graph.keySet()) {
            Set<Long> component = done.contains(thread) ? Set.of() : component(graph, thread);
            done.addAll(component);
            boolean isOld = !component.isEmpty()
                    && component.stream()
                            .allMatch(member -> vertex(graph, member).current().equals(suspects.get(member)));
            if (isOld) {
                end(component.stream().map(member -> vertex(graph, member)).toList());
            } else {
                component.forEach(
                        member -> seen.put(member, vertex(graph, member).current()));
            }
        }
        return seen;
    }

    private static Vertex vertex(Map<Long, Vertex> graph, Long thread) {
        Vertex vertex = graph.get(thread);
        if (vertex == null) {
            throw new IllegalStateException("Cannot find thread " + thread + " in the wait graph");
        }
        return vertex;
    }

    /** Those that the thread reaches and that reach it; empty when it does not reach itself. */
    private static Set<Long> component(Map<Long, Vertex> graph, Long thread) {
        Set<Long> component = new HashSet<>();
        for (Long other : reached(graph, thread)) {
            if (reached(graph, other).contains(thread)) {
                component.add(other);
            }
        }
        return component;
    }

    private static Set<Long> reached(Map<Long, Vertex> graph, Long from) {
        Set<Long> reached = new HashSet<>();
        List<Long> open = new ArrayList<>(vertex(graph, from).waitsFor());
        while (!open.isEmpty()) {
            Long next = open.remove(open.size() - 1);
            if (graph.containsKey(next) && reached.add(next)) {
                open.addAll(vertex(graph, next).waitsFor());
            }
        }
        return reached;
    }

    private Map<Long, Vertex> graph(Map<WorkerLoop, Long> running) {
        Map<Long, WorkerLoop> loops = new LinkedHashMap<>();
        running.keySet().forEach(loop -> loops.put(loop.thread().getId(), loop));
        Map<Long, Vertex> graph = new TreeMap<>();
        List<Long> open = new ArrayList<>(loops.keySet());
        while (!open.isEmpty()) {
            Long id = open.remove(open.size() - 1);
            ThreadInfo info = graph.containsKey(id) ? null : threads().getThreadInfo(id, 0);
            if (info != null) {
                Vertex vertex = vertex(info, loops.get(id), running);
                graph.put(id, vertex);
                open.addAll(vertex.waitsFor());
            }
        }
        return graph;
    }

    private static Vertex vertex(ThreadInfo info, @Nullable WorkerLoop loop, Map<WorkerLoop, Long> running) {
        Set<Long> waitsFor = new HashSet<>();
        // A wait for a lock that has an end of its own is no edge: the thread may try something else then.
        if (info.getLockOwnerId() >= 0 && info.getThreadState() != Thread.State.TIMED_WAITING) {
            waitsFor.add(info.getLockOwnerId());
        }
        if (loop != null) {
            for (WorkerLoop other : running.keySet()) {
                if (other != loop && loop.joiner().waitsFor(other.joiner())) {
                    waitsFor.add(other.thread().getId());
                }
            }
        }
        long word = loop == null ? 0 : running.getOrDefault(loop, 0L);
        return new Vertex(info, loop, new Wait(word, info.getBlockedCount(), info.getWaitedCount()), waitsFor);
    }

    private static void end(List<Vertex> component) {
        if (component.stream().allMatch(vertex -> vertex.loop() == null)) {
            // Of threads that were given up: whoever waits behind them has its limit.
            return;
        }
        StringBuilder circle = new StringBuilder("Deadlock: ");
        for (Vertex vertex : component) {
            String lock = vertex.info().getLockOwnerId() < 0
                    ? "a fork that another one of these runs"
                    : vertex.info().getLockName() + ", which " + vertex.info().getLockOwnerName() + " holds";
            circle.append(circle.length() > 10 ? "; " : "")
                    .append(vertex.info().getThreadName())
                    .append(" waits for ")
                    .append(lock);
        }
        Log.warning(circle + ". Their steps are ended");
        end(component, circle.toString());
    }

    /** All of them are marked before the first is interrupted: what one lets go of then helps no other to end as if nothing had been. */
    private static void end(List<Vertex> component, String circle) {
        if (component.isEmpty()) {
            return;
        }
        Vertex first = component.get(0);
        Runnable others = () -> end(component.subList(1, component.size()), circle);
        if (first.loop() == null) {
            others.run();
        } else {
            first.loop().hand().endDeadlocked(first.current().word(), circle, others);
        }
    }

    private ThreadMXBean threads() {
        ThreadMXBean bean = threads;
        if (bean == null) {
            bean = ManagementFactory.getThreadMXBean();
            threads = bean;
        }
        return bean;
    }
}

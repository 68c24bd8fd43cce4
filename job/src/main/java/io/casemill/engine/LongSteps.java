package io.casemill.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks now and then at steps that take long: whether they wait for each other, and whether steps behind them could run elsewhere. Used
 * by the monitor's thread.
 */
final class LongSteps {

    /** How long steps run before somebody looks, and between two looks. */
    static final long LOOK_NANOS = 500_000_000;

    private final Deadlocks deadlocks = new Deadlocks();

    /** The activity of each worker at the last look. */
    private Map<WorkerLoop, Long> words = Map.of();

    private long nextLook;

    /** Looks when it is time and a step runs; returns when to look next, {@link Clock#NEVER} when nothing runs. */
    long look(List<Crew> crews, long now) {
        Map<WorkerLoop, Long> running = running(crews);
        if (!running.isEmpty() && now < nextLook) {
            return nextLook;
        }
        Map<WorkerLoop, Long> before = words;
        words = running;
        Set<WorkerLoop> stand = running.entrySet().stream()
                .filter(entry -> entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        deadlocks.look(running, stand);
        for (WorkerLoop loop : stand) {
            loop.hand().giveRestAway(running.getOrDefault(loop, Watch.NONE));
        }
        nextLook = now + LOOK_NANOS;
        return running.isEmpty() ? Clock.NEVER : nextLook;
    }

    private static Map<WorkerLoop, Long> running(List<Crew> crews) {
        Map<WorkerLoop, Long> running = new HashMap<>();
        for (Crew crew : crews) {
            for (int worker = 0; worker < crew.size(); worker++) {
                long word = crew.at(worker).watch().word();
                if (Watch.phase(word) == Watch.RUNNING) {
                    running.put(crew.at(worker), word);
                }
            }
        }
        return running;
    }
}

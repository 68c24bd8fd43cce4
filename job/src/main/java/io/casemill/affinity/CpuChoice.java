package io.casemill.affinity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Which of a machine's CPUs an executor takes.
 *
 * <p>Cores come before threads: a second thread of a core adds a third to its work at best, a core of another node costs a
 * few slow reads. So the executor first takes one thread of each core that is wholly free, then second threads, those of its own
 * cores before those of another executor's. Among equals it takes whole neighbourhoods: the smallest node that is large enough,
 * which leaves the larger ones whole for others; when none is, the largest, and so on for the rest; and complexes in a node by the
 * same rule.
 */
final class CpuChoice {

    private static final List<ToIntFunction<Cpu>> LEVELS = List.of(Cpu::node, Cpu::complex);

    /** Side by side what is near each other. */
    static final Comparator<Cpu> NEIGHBOURS = Comparator.comparingInt(Cpu::node)
            .thenComparingInt(Cpu::complex)
            .thenComparingInt(Cpu::core)
            .thenComparingInt(Cpu::number);

    private final Map<Integer, Integer> use = new TreeMap<>();
    private final Set<Integer> shared;
    private final List<Cpu> left;
    private final List<Cpu> chosen = new ArrayList<>();

    private CpuChoice(List<Cpu> allowed, Set<Integer> free) {
        this.left = new ArrayList<>(
                allowed.stream().filter(cpu -> free.contains(cpu.number())).toList());
        List<Cpu> taken =
                allowed.stream().filter(cpu -> !free.contains(cpu.number())).toList();
        this.shared = taken.stream().map(Cpu::core).collect(Collectors.toSet());
        taken.forEach(this::uses);
    }

    /**
     * Chooses {@code wanted} CPUs, or all that are free when that is less.
     *
     * @param allowed all that this process may use
     * @param free those of them that no other executor holds
     */
    static CpuSet choose(Topology topology, CpuSet allowed, CpuSet free, int wanted) {
        CpuChoice choice = new CpuChoice(topology.of(allowed), new HashSet<>(free.cpus()));
        while (choice.chosen.size() < wanted && !choice.left.isEmpty()) {
            choice.takeAThreadOfEachOfTheEmptiestCores(wanted - choice.chosen.size());
        }
        return new CpuSet(choice.chosen.stream().map(Cpu::number).toList());
    }

    private void takeAThreadOfEachOfTheEmptiestCores(int wanted) {
        int least = left.stream().mapToInt(this::load).min().orElseThrow();
        Map<Integer, Cpu> candidates = left.stream()
                .filter(cpu -> load(cpu) == least)
                .collect(Collectors.toMap(Cpu::core, cpu -> cpu, (first, second) -> first, TreeMap::new));
        for (Cpu cpu : take(List.copyOf(candidates.values()), wanted, LEVELS)) {
            chosen.add(cpu);
            left.remove(cpu);
            uses(cpu);
        }
    }

    private void uses(Cpu cpu) {
        use.merge(cpu.core(), 1, Integer::sum);
    }

    /** Orders cores by threads in use, those that another executor uses behind others. */
    private int load(Cpu cpu) {
        return 2 * use.getOrDefault(cpu.core(), 0) + (shared.contains(cpu.core()) ? 1 : 0);
    }

    private static List<Cpu> take(List<Cpu> from, int wanted, List<ToIntFunction<Cpu>> levels) {
        if (levels.isEmpty() || from.size() <= wanted) {
            return from.subList(0, Math.min(wanted, from.size()));
        }
        Map<Integer, List<Cpu>> groups = from.stream()
                .collect(Collectors.groupingBy(levels.get(0)::applyAsInt, TreeMap::new, Collectors.toList()));
        List<Cpu> taken = new ArrayList<>();
        while (taken.size() < wanted) {
            int missing = wanted - taken.size();
            List<Cpu> group = groups.remove(best(groups, missing));
            taken.addAll(take(group, missing, levels.subList(1, levels.size())));
        }
        return taken;
    }

    /** The smallest group that is large enough, else the largest; of equals the first. */
    private static int best(Map<Integer, List<Cpu>> groups, int wanted) {
        Comparator<Map.Entry<Integer, List<Cpu>>> bySize =
                Comparator.comparingInt(group -> group.getValue().size());
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() >= wanted)
                .min(bySize)
                .or(() -> groups.entrySet().stream().min(bySize.reversed()))
                .orElseThrow()
                .getKey();
    }
}

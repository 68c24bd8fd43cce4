package io.casemill.scatter;

import io.casemill.engine.Neighbourhood;
import io.casemill.engine.SimulatedEngine;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/** Simulates large machines and prints a table: {@code job/bench/simulate}. */
final class SimulationRuns {

    /**
     * A step's share of its row, 1.4 µs, and of the engine, 0.1 µs; a chunk's share of admission and of the injector; a probe of
     * another core's deque; a wake-up from park. A driver launches 1,500 tasks a second (slides of Ousterhout, Wendell, Zaharia and
     * Stoica on Sparrow, 2013). A task is sent and opens its session, then publishes a segment and reports.
     */
    static final Simulation.Costs COSTS =
            new Simulation.Costs(new SimulatedEngine.Costs(1_500, 3_000, 200, 50_000), 670_000, 10_000_000, 20_000_000);

    private static final long SEED = 42;

    private SimulationRuns() {}

    private record Shape(String name, LongUnaryOperator durations) {}

    private record Machine(int executors, int cores, int nodes, double mean) {}

    public static void main(String[] args) {
        long cases = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
        System.out.println(
                "| executors | cores each | nodes each | mean case | durations | tasks | steals | makespan | bound / makespan | greedy / makespan |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Machine machine : List.of(
                new Machine(1, 64, 8, 0.000_1),
                new Machine(1, 64, 8, 0.01),
                new Machine(1_000, 4, 1, 1),
                new Machine(1_000, 64, 8, 1),
                new Machine(1_000, 64, 8, 60))) {
            for (Shape shape : shapes(machine.mean)) {
                print(cases, machine, shape);
            }
        }
    }

    private static List<Shape> shapes(double mean) {
        return List.of(
                new Shape("equal", Durations.uniform(mean)),
                new Shape("log-normal, sigma 0.5", Durations.logNormal(SEED, mean, 0.5)),
                new Shape("log-normal, sigma 1", Durations.logNormal(SEED, mean, 1)),
                new Shape("Pareto 1.2 up to 100 means", Durations.pareto(SEED, mean, 1.2, 100)));
    }

    /** Two complexes on each node. */
    static Neighbourhood neighbourhood(int cores, int nodes) {
        return new Neighbourhood(IntStream.range(0, cores)
                .mapToObj(core -> new Neighbourhood.Spot(core * nodes / cores, core * 2 * nodes / cores))
                .toList());
    }

    private static void print(long cases, Machine machine, Shape shape) {
        Simulation.Result result = Simulation.run(
                cases,
                shape.durations,
                new Simulation.Cluster(
                        machine.executors,
                        neighbourhood(machine.cores, machine.nodes),
                        machine.cores / TaskCores.of(machine.cores)),
                COSTS);
        System.out.printf(
                Locale.ROOT,
                "| %,d | %d | %d | %,.1f ms | %s | %,d | %,d | %,.1f s | %.3f | %.3f |%n",
                machine.executors,
                machine.cores,
                machine.nodes,
                machine.mean * 1e3,
                shape.name,
                result.tasks(),
                result.steals(),
                result.makespan() / 1e9,
                result.efficiency(),
                result.ofGreedy());
    }
}

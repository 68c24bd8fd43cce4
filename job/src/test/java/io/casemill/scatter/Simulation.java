package io.casemill.scatter;

import io.casemill.engine.Neighbourhood;
import io.casemill.engine.SimulatedEngine;
import io.casemill.executor.SimulatedTask;
import io.casemill.plan.CaseRange;
import io.casemill.plan.CaseSet;
import io.casemill.sweep.ExecutionPolicy;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sweep on a cluster in virtual time: the real partition sizes, chunk sizes, injector, search and splitting over modelled machines.
 * Deterministic; ten million cases take some seconds.
 *
 * <p>The driver is one server that needs a while for each task. A task sits in a slot of its executor, first starts, then admits its
 * cases, then makes its last rows durable; only cases use the workers. Memory, network and disks have no limits here.
 */
final class Simulation {

    /**
     * What a run costs besides its cases, in nanoseconds.
     *
     * @param launch what the driver does for a task, one after the other
     * @param start from the driver's decision to the task's first case
     * @param commit from the task's last case to the driver's knowledge
     */
    record Costs(SimulatedEngine.Costs engine, long launch, long start, long commit) {}

    /**
     * How it went.
     *
     * @param makespan from the first launch to the last commit, in nanoseconds
     * @param bound no schedule is shorter: the larger of all work shared evenly, and the longest case
     * @param greedy the makespan when a free core takes the next case of the plan at no cost, which is as good as it gets without
     *     knowledge of how long cases take
     */
    record Result(long cases, long makespan, long bound, long greedy, int tasks, long steals) {

        double efficiency() {
            return (double) bound / makespan;
        }

        /** Of what can be had without knowledge. */
        double ofGreedy() {
            return (double) greedy / makespan;
        }
    }

    /**
     * The executors, all alike.
     *
     * @param each the workers of one, one per core
     * @param tasks how many tasks one runs at once
     */
    record Cluster(int executors, Neighbourhood each, int tasks) {
        int cores() {
            return executors * each.workers();
        }

        int slots() {
            return executors * tasks;
        }
    }

    private final List<CaseRange> partitions;
    private final LongUnaryOperator durations;
    private final Cluster cluster;
    private final Costs costs;
    private final SimulatedEngine[] engines;
    private final SimulatedTask.Run[] runs;

    /** Tasks that arrived, by executor. */
    private final long[] arrivals;

    /** The partition in a slot. */
    private final int[] inSlot;

    /** The actors are the workers, then the slots. */
    private final EventHeap events;

    private int launched;
    private long driverFree;
    private long end;
    private long cases;

    private Simulation(List<CaseRange> partitions, LongUnaryOperator durations, Cluster cluster, Costs costs) {
        this.partitions = partitions;
        this.durations = durations;
        this.cluster = cluster;
        this.costs = costs;
        this.events = new EventHeap(cluster.cores() + cluster.slots());
        this.runs =
                Stream.generate(SimulatedTask.Run::new).limit(cluster.executors).toArray(SimulatedTask.Run[]::new);
        this.arrivals = new long[cluster.executors];
        this.inSlot = new int[cluster.slots()];
        int workers = cluster.each.workers();
        this.engines = IntStream.range(0, cluster.executors)
                .mapToObj(executor -> new SimulatedEngine(
                        cluster.each,
                        costs.engine,
                        (moment, engine, worker) -> events.add(moment, executor * workers + worker)))
                .toArray(SimulatedEngine[]::new);
    }

    /**
     * Runs a sweep in the partitions that the product would cut.
     *
     * @param durations the nanoseconds that a case takes, by its index
     */
    static Result run(long cases, LongUnaryOperator durations, Cluster cluster, Costs costs) {
        PartitionSizes sizes = new PartitionSizes(cluster.slots(), 1, ExecutionPolicy.LARGEST_PARTITION);
        return run(sizes.cut(cases, CaseSet.none()), durations, cluster, costs);
    }

    /** Runs these partitions, which cover all cases from 0 on. */
    static Result run(List<CaseRange> partitions, LongUnaryOperator durations, Cluster cluster, Costs costs) {
        Simulation simulation = new Simulation(partitions, durations, cluster, costs);
        simulation.run();
        long steals = 0;
        for (SimulatedEngine engine : simulation.engines) {
            steals += engine.steals();
        }
        long cases = partitions.get(partitions.size() - 1).range().to();
        if (simulation.cases != cases) {
            throw new IllegalStateException("Ran " + simulation.cases + " of " + cases + " cases");
        }
        return new Result(
                cases,
                simulation.end,
                bound(cases, durations, cluster.cores()),
                greedy(cases, durations, cluster.cores()),
                partitions.size(),
                steals);
    }

    private void run() {
        // Spark offers each executor one task before it offers the next one to any.
        for (int turn = 0; turn < inSlot.length; turn++) {
            launch(turn % cluster.executors * cluster.tasks + turn / cluster.executors, 0);
        }
        int cores = cluster.cores();
        int workers = cluster.each.workers();
        while (!events.isEmpty()) {
            long now = events.moment();
            int actor = events.actor();
            events.removeFirst();
            if (actor < cores) {
                engines[actor / workers].fire(actor % workers, now);
            } else {
                begin(actor - cores, now);
            }
        }
    }

    /** The driver fills a free slot. */
    private void launch(int slot, long now) {
        if (launched < partitions.size()) {
            driverFree = Math.max(driverFree, now) + costs.launch;
            inSlot[slot] = launched++;
            events.add(driverFree + costs.start, cluster.cores() + slot);
        }
    }

    private void begin(int slot, long now) {
        int executor = slot / cluster.tasks;
        CaseRange partition = partitions.get(inSlot[slot]);
        cases += partition.size();
        new SimulatedTask(
                runs[executor],
                engines[executor],
                arrivals[executor]++,
                partition.range().from(),
                partition.range().to(),
                durations,
                ended -> {
                    end = Math.max(end, ended + costs.commit);
                    launch(slot, ended + costs.commit);
                },
                now);
    }

    private static long bound(long cases, LongUnaryOperator durations, int cores) {
        long total = 0;
        long longest = 0;
        for (long index = 0; index < cases; index++) {
            long nanos = durations.applyAsLong(index);
            total += nanos;
            longest = Math.max(longest, nanos);
        }
        return Math.max(total / cores, longest);
    }

    private static long greedy(long cases, LongUnaryOperator durations, int cores) {
        EventHeap free = new EventHeap(cores);
        for (int core = 0; core < cores; core++) {
            free.add(0, core);
        }
        long end = 0;
        for (long index = 0; index < cases; index++) {
            long ended = free.moment() + durations.applyAsLong(index);
            int core = free.actor();
            free.removeFirst();
            free.add(ended, core);
            end = Math.max(end, ended);
        }
        return end;
    }
}

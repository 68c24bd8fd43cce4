package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.scatter.Simulation.Cluster;
import io.casemill.scatter.Simulation.Result;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Large machines in virtual time. What takes part in the figures is policy, not this machine's speed. */
class SimulationTest {

    private static final long SEED = 7;

    private static Result run(long cases, LongUnaryOperator durations, Cluster cluster) {
        return Simulation.run(cases, durations, cluster, SimulationRuns.COSTS);
    }

    private static Cluster executors(int count, int cores, int nodes) {
        return new Cluster(count, SimulationRuns.neighbourhood(cores, nodes), cores / TaskCores.of(cores));
    }

    @Tag("ENG-04")
    @Tag("ENG-27")
    @Test
    void an_executor_of_64_cores_on_8_nodes_is_efficient() {
        Cluster cluster = executors(1, 64, 8);

        assertThat(run(200_000, Durations.uniform(0.01), cluster).efficiency()).isGreaterThan(0.97);
        assertThat(run(200_000, Durations.logNormal(SEED, 0.01, 1), cluster).efficiency())
                .isGreaterThan(0.95);
        assertThat(run(200_000, Durations.pareto(SEED, 0.01, 1.2, 50), cluster).efficiency())
                .isGreaterThan(0.95);
    }

    @Tag("ENG-05")
    @Test
    void cases_of_microseconds_share_the_cost_of_chunks() {
        Simulation.Costs engineOnly = new Simulation.Costs(SimulationRuns.COSTS.engine(), 0, 0, 0);

        Result result = Simulation.run(200_000, Durations.uniform(0.000_02), executors(1, 64, 8), engineOnly);

        // Chunks of one case would have 0.82.
        assertThat(result.efficiency()).isGreaterThan(0.9);
    }

    @Tag("SWP-13")
    @Test
    void many_executors_lose_little_against_one_queue_without_costs() {
        Cluster cluster = executors(100, 4, 2);

        assertThat(run(200_000, Durations.logNormal(SEED, 1, 0.5), cluster).efficiency())
                .isGreaterThan(0.95);
        assertThat(run(200_000, Durations.pareto(SEED, 1, 1.2, 100), cluster).ofGreedy())
                .isGreaterThan(0.95);
    }

    @Tag("ENG-25")
    @Test
    void the_same_sweep_goes_the_same_way() {
        Cluster cluster = executors(3, 4, 2);

        assertThat(run(20_000, Durations.logNormal(SEED, 0.002, 1), cluster))
                .isEqualTo(run(20_000, Durations.logNormal(SEED, 0.002, 1), cluster));
    }

    @Test
    void durations_have_the_mean_that_was_asked_for() {
        assertThat(mean(Durations.logNormal(SEED, 2, 1))).isBetween(1.98, 2.02);
        assertThat(mean(Durations.pareto(SEED, 2, 1.2, 100))).isBetween(1.94, 2.06);
        assertThat(mean(Durations.uniform(2))).isEqualTo(2);
    }

    private static double mean(LongUnaryOperator durations) {
        return LongStream.range(0, 200_000).map(durations).average().orElseThrow() / 1e9;
    }
}

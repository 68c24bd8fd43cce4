package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.engine.Neighbourhood.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The injector on a machine with nodes. A chunk is known by its first step. */
@Tag("ENG-03")
@Tag("ENG-07")
class InjectorTest {

    /** Node 0 has three workers, node 1 has one. */
    private static final Neighbourhood UNEQUAL =
            new Neighbourhood(List.of(new Spot(0, 0), new Spot(0, 0), new Spot(1, 1), new Spot(0, 0)));

    private static final Neighbourhood EQUAL = new Neighbourhood(List.of(new Spot(0, 0), new Spot(1, 1)));

    private final Ledger ledger = new Ledger(100, (index, worker) -> {});

    /** Only for the lanes that it opens; its workers sleep. */
    private final Engine engine = Engines.start(1);

    private Rings rings = new Rings(EQUAL);
    private Injector injector = new Injector(() -> rings);

    private void within(Neighbourhood neighbourhood) {
        rings = new Rings(neighbourhood);
        injector = new Injector(() -> rings);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Lane open(long order) {
        return injector.open(engine.crew(), order);
    }

    private void add(Lane lane, int from) {
        injector.add(new Chunk(lane, ledger, from, from + 1));
    }

    /** What a worker of this node gets, call by call, until there is no more. */
    private List<Integer> polled(int node) {
        List<Integer> steps = new ArrayList<>();
        for (Chunk chunk = injector.poll(node); chunk != null; chunk = injector.poll(node)) {
            steps.add(chunk.from());
        }
        return steps;
    }

    /** The first steps of all chunks of a lane, or of all lanes, which are taken out. */
    private List<Integer> taken(@Nullable Lane lane) {
        List<Integer> taken = new ArrayList<>();
        for (Chunk chunk = injector.next(lane); chunk != null; chunk = injector.next(lane)) {
            taken.add(chunk.from());
        }
        return taken;
    }

    @Test
    void a_lane_deals_its_chunks_out_in_turn_and_a_node_takes_its_own_first() {
        Lane lane = open(0);
        for (int step = 0; step < 6; step++) {
            add(lane, step);
        }
        assertThat(polled(0)).containsExactly(0, 2, 4, 1, 3, 5);
        assertThat(injector.isEmpty()).isTrue();
    }

    @Test
    void nodes_get_chunks_in_proportion_to_their_workers() {
        within(UNEQUAL);
        Lane lane = open(0);
        for (int step = 0; step < 8; step++) {
            add(lane, step);
        }
        assertThat(polled(1)).startsWith(1, 5).hasSize(8);
    }

    @Test
    void the_oldest_lane_is_served_first_wherever_it_is_queued() {
        Lane old = open(1);
        Lane young = open(2);
        Lane middle = open(1);
        add(young, 20);
        add(young, 21);
        add(middle, 15);
        add(old, 10);
        add(old, 11);
        add(old, 12);

        assertThat(polled(1)).containsExactly(11, 10, 12, 15, 20, 21);
    }

    @Test
    void no_lane_waits_for_a_node_whose_workers_are_busy() {
        Lane old = open(1);
        Lane young = open(2);
        for (int step = 0; step < 3; step++) {
            add(old, 10 + step);
            add(young, 20 + step);
        }
        // Node 0 never asks; its share of the old lane goes before the young one.
        assertThat(polled(1)).startsWith(11).containsSubsequence(10, 12, 20).hasSize(6);
    }

    @Test
    void a_chunk_that_is_given_back_goes_before_those_that_its_lane_has_queued() {
        within(Neighbourhood.flat(1));
        Lane lane = open(0);
        add(lane, 5);

        assertThat(injector.giveBack(new Chunk(lane, ledger, 3, 4))).isTrue();
        assertThat(polled(0)).containsExactly(3, 5);
    }

    @Test
    void to_stop_a_lane_takes_its_chunks_from_all_nodes_and_lets_none_in_again() {
        Lane lane = open(0);
        Lane other = open(1);
        for (int step = 0; step < 4; step++) {
            add(lane, step);
            add(other, 10 + step);
        }

        injector.stop(lane);
        assertThat(taken(lane)).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(taken(lane)).isEmpty();
        assertThat(injector.giveBack(new Chunk(lane, ledger, 7, 8))).isFalse();
        assertThatThrownBy(() -> add(lane, 8))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("Cannot submit to lane 0: it is cancelled");
        assertThat(polled(0)).containsExactlyInAnyOrder(10, 11, 12, 13);
    }

    @Test
    void to_refuse_stops_all_lanes_on_all_nodes() {
        Lane lane = open(0);
        Lane other = open(1);
        for (int step = 0; step < 3; step++) {
            add(lane, step);
            add(other, 10 + step);
        }

        injector.refuse("it is late");
        assertThat(taken(null)).containsExactlyInAnyOrder(0, 1, 2, 10, 11, 12);
        assertThat(lane.stopped()).isTrue();
        assertThat(other.stopped()).isTrue();
        assertThat(injector.isEmpty()).isTrue();
        assertThatThrownBy(() -> add(lane, 4)).hasMessage("Cannot submit to lane 0: it is late");
        assertThatThrownBy(() -> open(5)).hasMessage("Cannot open lane 5: it is late");
    }

    @Test
    void workers_on_more_nodes_than_at_first_share_the_queues() {
        Lane lane = open(0);
        add(lane, 1);
        rings = new Rings(new Neighbourhood(List.of(new Spot(0, 0), new Spot(1, 1), new Spot(2, 2), new Spot(3, 3))));
        add(lane, 2);
        add(lane, 3);

        assertThat(polled(3)).containsExactlyInAnyOrder(1, 2, 3);
    }
}

package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.casemill.engine.Neighbourhood.Spot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-04")
@Tag("ENG-07")
class RingsTest {

    /** Node 4 with the complexes 40 and 42, then node 6. */
    private final Rings rings = new Rings(new Neighbourhood(List.of(
            new Spot(4, 40), new Spot(4, 40), new Spot(4, 42), new Spot(6, 60), new Spot(4, 42), new Spot(6, 60))));

    @Test
    void victims_lie_in_rings_of_complex_node_and_the_rest() {
        assertThat(rings.around(0)).isDeepEqualTo(new int[][] {{1}, {2, 4}, {3, 5}});
        assertThat(rings.around(4)).isDeepEqualTo(new int[][] {{2}, {0, 1}, {3, 5}});
        assertThat(rings.around(3)).isDeepEqualTo(new int[][] {{5}, {0, 1, 2, 4}});
    }

    @Test
    void nodes_are_numbered_by_their_first_workers_and_take_turns_in_proportion_to_their_workers() {
        assertThat(rings.nodes()).isEqualTo(2);
        assertThat(IntStream.range(0, 6).map(rings::node)).containsExactly(0, 0, 0, 1, 0, 1);
        assertThat(IntStream.range(-1, 7).map(rings::turn)).containsExactly(0, 0, 1, 0, 1, 0, 0, 0);
    }

    @Test
    void one_node_has_one_ring_and_one_worker_has_none() {
        Rings flat = new Rings(Neighbourhood.flat(3));

        assertThat(flat.nodes()).isEqualTo(1);
        assertThat(flat.around(1)).isDeepEqualTo(new int[][] {{0, 2}});
        assertThat(new Rings(Neighbourhood.flat(1)).around(0)).isEmpty();
    }

    @Test
    void a_neighbourhood_has_a_spot_for_each_worker() {
        assertThatThrownBy(() -> new Neighbourhood(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Engines.options(2).within(Neighbourhood.flat(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid neighbourhood: must have a spot for each of 2 workers, has 3");
    }
}

package io.casemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.engine.Neighbourhood.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-04")
class SearchTest {

    /** Says who is asked, in order; answers when it is asked for the last time. */
    private static final class Places implements Sources<String> {
        private final Rings rings = new Rings(new Neighbourhood(List.of(
                new Spot(0, 0),
                new Spot(0, 0),
                new Spot(0, 0),
                new Spot(0, 3),
                new Spot(0, 3),
                new Spot(5, 5),
                new Spot(5, 5))));

        private final List<String> asked = new ArrayList<>();
        private int answerAt = Integer.MAX_VALUE;

        @Override
        public Rings rings() {
            return rings;
        }

        @Override
        public @Nullable String own() {
            return ask("own");
        }

        @Override
        public @Nullable String injected(int node) {
            return ask("node " + node);
        }

        @Override
        public @Nullable String stolen(int victim) {
            return ask("victim " + victim);
        }

        private @Nullable String ask(String place) {
            asked.add(place);
            return asked.size() == answerAt ? place : null;
        }
    }

    private final Places places = new Places();
    private final Counters counters = new Counters();
    private final Search<String> search = new Search<>(places, 1, counters);

    SearchTest() {
        counters.make();
    }

    private WorkerStatistics statistics() {
        return counters.snapshot(1, -1, 0, Clock.system());
    }

    @Test
    @Tag("ENG-21")
    void a_search_in_vain_is_one_failure_however_often_it_is_repeated() {
        assertThat(search.next()).isNull();
        assertThat(search.again()).isNull();
        assertThat(search.again()).isNull();

        assertThat(statistics().failedSteals()).isEqualTo(1);
        assertThat(statistics().stealEfficiency()).isZero();
    }

    @Test
    void own_deque_then_injector_then_the_same_complex_then_the_same_node_then_others() {
        assertThat(search.next()).isNull();

        assertThat(places.asked.subList(0, 2)).containsExactly("own", "node 0");
        assertThat(places.asked.subList(2, 4)).containsExactlyInAnyOrder("victim 0", "victim 2");
        assertThat(places.asked.subList(4, 6)).containsExactlyInAnyOrder("victim 3", "victim 4");
        assertThat(places.asked.subList(6, 8)).containsExactlyInAnyOrder("victim 5", "victim 6");
        assertThat(places.asked).hasSize(8);
        assertThat(statistics().failedSteals()).isEqualTo(1);
    }

    @Test
    void the_first_that_has_something_ends_the_search() {
        for (int place = 1; place <= 8; place++) {
            places.asked.clear();
            places.answerAt = place;

            assertThat(search.next()).isEqualTo(places.asked.get(place - 1));
            assertThat(places.asked).hasSize(place);
        }
        assertThat(statistics().steals()).isEqualTo(6);
    }

    @Test
    void each_victim_of_a_ring_is_the_first_at_times() {
        Set<String> first = new HashSet<>();
        for (int time = 0; time < 50; time++) {
            places.asked.clear();
            search.next();
            first.add(places.asked.get(2));
        }
        assertThat(first).containsExactlyInAnyOrder("victim 0", "victim 2");
    }
}

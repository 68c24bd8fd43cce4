package io.casemill.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-22")
class FlameTreeTest {
    private final FlameTree tree = new FlameTree();

    @Test
    void stacksShareTheirCallers() {
        tree.add(List.of("a", "b"), 1);
        tree.add(List.of("a", "c"), 2);
        tree.add(List.of("a"), 4);

        assertThat(tree.flame())
                .isEqualTo(new Flame(
                        "all",
                        7,
                        List.of(new Flame(
                                "a", 7, List.of(new Flame("c", 2, List.of()), new Flame("b", 1, List.of()))))));
    }

    @Test
    void flamesAddUp() {
        FlameTree other = new FlameTree();
        other.add(List.of("a", "b"), 3);
        tree.add(List.of("a", "b"), 1);
        tree.add(other.flame());

        assertThat(tree.flame().calls()).containsExactly(new Flame("a", 4, List.of(new Flame("b", 4, List.of()))));
    }

    @Test
    void whatIsTooThin_isOneFrame() {
        tree.add(List.of("thick"), 100_000);
        IntStream.range(0, 50).forEach(i -> tree.add(List.of("thin" + i), 2));

        assertThat(tree.flame().calls())
                .containsExactly(
                        new Flame("thick", 100_000, List.of()), new Flame("(too thin to draw)", 100, List.of()));
    }

    @Test
    void memoryIsBounded_andNoSampleIsLost() {
        for (int i = 0; i < 400_000; i++) {
            tree.add(List.of("caller", "frame" + i), 1);
        }

        assertThat(tree.flame().samples()).isEqualTo(400_000);
        assertThat(tree.flame().calls().get(0).samples()).isEqualTo(400_000);
        assertThat(tree.flame().calls().get(0).calls()).hasSize(1);
    }
}

package io.casemill.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.casemill.report.FailureGroups.Group;
import org.junit.jupiter.api.Test;

class FailureGroupsTest {
    private final FailureGroups groups = new FailureGroups(2);

    @Test
    void add_messagesThatDifferInNumbersAndPaths_areOneKind() {
        groups.add(7, "error", "singular matrix at node 12 in /tmp/a/case7/deck.cir, t=1.5e-9\nlog tail 7");
        groups.add(3, "error", "singular matrix at node 4 in /tmp/b/case3/deck.cir, t=2.5e-9\nlog tail 3");

        assertThat(groups.sorted())
                .containsExactly(
                        new Group("error", "singular matrix at node 4 in /tmp/b/case3/deck.cir, t=2.5e-9", 2, 3));
    }

    @Test
    void add_longMessagesWhoseNumbersDifferInLength_areOneKind() {
        String rest = " did not converge".repeat(20);
        groups.add(1, "error", "case 1" + rest);
        groups.add(1_000_000, "error", "case 1000000" + rest);

        assertThat(groups.sorted()).singleElement().extracting(Group::count).isEqualTo(2L);
    }

    @Test
    void sorted_byCountThenClassThenMessage() {
        groups.add(1, "timeout", "b");
        groups.add(2, "crashed", "a");
        groups.add(3, "timeout", "b");

        assertThat(groups.sorted()).containsExactly(new Group("timeout", "b", 2, 1), new Group("crashed", "a", 1, 2));
    }

    @Test
    void add_moreKindsThanTheLimit_countsTheRestPerClass() {
        groups.add(1, "error", "a");
        groups.add(2, "error", "b");
        groups.add(3, "error", "c");
        groups.add(4, "error", "d");
        groups.add(5, "error", "a");

        assertThat(groups.cut()).isEqualTo(2);
        assertThat(groups.sorted())
                .containsExactly(
                        new Group("error", "a", 2, 1),
                        new Group("error", FailureGroups.OTHER, 2, 3),
                        new Group("error", "b", 1, 2));
    }

    @Test
    void add_aVeryLongMessage_keepsItsBeginningOnly() {
        groups.add(1, "error", "x".repeat(100_000));

        assertThat(groups.sorted().get(0).message()).hasSizeLessThanOrEqualTo(200);
    }
}

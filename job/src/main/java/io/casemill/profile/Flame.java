package io.casemill.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Sampled stacks as a tree, callers above callees.
 *
 * @param name of the frame, or of a group of threads
 * @param samples in it and below
 * @param calls what it was seen to call, most samples first
 */
public record Flame(
        @JsonProperty("n") String name,
        @JsonProperty("v") long samples,
        @JsonProperty("c") List<Flame> calls) {
    static final Flame EMPTY = new Flame("all", 0, List.of());

    public Flame {
        calls = List.copyOf(calls);
    }
}

package io.casemill.engine;

/** What deques hold: steps of a submitter, or a computation that a step forked. */
sealed interface Work permits Chunk, Fork {}

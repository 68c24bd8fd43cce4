/**
 * The executor's work-stealing scheduler: deques, injector, workers, sleep, step timeouts. Knows no case and no Spark. Called by the executor.
 *
 * <pre>
 *  submitters          Lane  Lane  Lane        each deals its chunks out to the nodes
 *                         \    |    /
 *  Injector         NodeQueue ── NodeQueue     oldest lane first; one short lock, taken once per chunk
 *                     /     \    /     \
 *  workers        Deque ─── Deque ─── Deque    owner pushes and pops, thieves steal
 *                   |         |         |
 *                 Watch     Watch     Watch    one state word per worker
 *                        \     |     /
 *  one thread             Monitor              interrupts, then abandons and replaces
 * </pre>
 *
 * <p>A worker takes the next chunk from its own deque, else from the injector, else from a victim: a random one behind the same cache,
 * then on the same node, then anywhere ({@link io.casemill.engine.Rings}). Else it sleeps ({@link io.casemill.engine.Sleep}). It runs the
 * steps of a chunk one by one and gives half of what is left away when another worker sleeps. Nothing on the path of a step takes a
 * lock or allocates. On a machine with one node there is one queue and one ring.
 *
 * <p>A {@link io.casemill.engine.Pipeline} is a submitter whose items pass stages between bounded {@link io.casemill.engine.Channel}s. An
 * inline engine ({@link io.casemill.engine.Engine#inline}) has one worker, the calling thread, and no thread of its own.
 *
 * <p>A step may fork parts of itself into the same deques: {@link io.casemill.engine.Scope}, and {@link io.casemill.engine.Parallel} for maps
 * and reductions.
 */
@org.jspecify.annotations.NullMarked
package io.casemill.engine;

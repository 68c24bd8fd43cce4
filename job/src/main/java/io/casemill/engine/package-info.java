/**
 * The executor's work-stealing scheduler: deques, injector, workers, sleep, step timeouts. Knows no case and no Spark. Called by the executor.
 *
 * <pre>
 *  submitters          Lane  Lane  Lane        one FIFO each, oldest lane first
 *                         \    |    /
 *                         Injector             one short lock, taken once per chunk
 *                        /     |     \
 *  workers        Deque ─── Deque ─── Deque    owner pushes and pops, thieves steal
 *                   |         |         |
 *                 Watch     Watch     Watch    one state word per worker
 *                        \     |     /
 *  one thread             Monitor              interrupts, then abandons and replaces
 * </pre>
 *
 * <p>A worker takes the next chunk from its own deque, else from the injector, else from a random victim, else it sleeps
 * ({@link io.casemill.engine.Sleep}). It runs the steps of a chunk one by one and gives half of what is left away when
 * another worker sleeps. Nothing on the path of a step takes a lock or allocates.
 */
@org.jspecify.annotations.NullMarked
package io.casemill.engine;

/**
 * The CPUs that this process may use, how the machine groups them, and pinning of threads to them. Called by the executor.
 *
 * <pre>
 *   Topology ──┐                        which CPUs are near each other
 *   CpuSet  ───┼─▶ CpuChoice ─▶ CoreLeases ─▶ PinningPlan ─▶ Pinner
 *   (allowed)  │   which to take    ours alone    worker → CPU    the system
 *              └── read again when the allowed CPUs change
 * </pre>
 *
 * <p><b>Memory.</b> Linux puts a page on the node of the thread that first touches it, so a pinned worker that makes its own buffers
 * has them near. What the virtual machine adds: with {@code -XX:+UseParallelGC -XX:+UseNUMA}, which the shipped settings have, a thread
 * allocates new objects on its own node. What it cannot promise: this collector moves what survives to a space that is interleaved
 * over all nodes, so long-lived objects, deques, counters and runners' caches among them, end up near nobody in particular; code and
 * class data lie where the first thread that needed them ran; and where libnuma is missing, or a container hides the nodes or
 * forbids {@code mbind}, the option does nothing. Memory outside the heap stays where it was first touched.
 */
@org.jspecify.annotations.NullMarked
package io.casemill.affinity;

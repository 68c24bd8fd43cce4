package io.casemill.affinity;

/**
 * One CPU and what it shares with others: two CPUs with the same number in one of these places share that thing.
 *
 * @param number the kernel's, not negative
 * @param node the NUMA node, by the kernel's number
 * @param complex the core complex, cores of one node behind one last-level (L3) cache; the smallest CPU of it
 * @param core the physical core, whose threads (SMT siblings) are CPUs; the smallest CPU of it
 */
public record Cpu(int number, int node, int complex, int core) {

    /** A CPU of which the system tells nothing but its number: a core of its own on the machine's only node. */
    static Cpu unknown(int number) {
        return new Cpu(number, 0, 0, number);
    }
}

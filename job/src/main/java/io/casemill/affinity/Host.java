package io.casemill.affinity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What pinning asks of the machine.
 *
 * @param cpus tells the CPUs that this process may use, now
 * @param topology tells how the machine is built, now
 * @param folder where the executors of this host keep their leases
 * @param pinner makes the adapter to the system's thread affinity; asked once, when the first thread is to be pinned
 */
record Host(Cpus cpus, Supplier<Topology> topology, Path folder, Supplier<Pinner> pinner) {

    /** This one. */
    static Host local() {
        return new Host(CpuSet::allowed, Topology::read, CoreLeases.sharedFolder(), OpenHftPinner::new);
    }

    /** Tells the CPUs that this process may use. */
    interface Cpus {
        CpuSet allowed() throws IOException;
    }
}

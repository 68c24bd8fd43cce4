package io.casemill.affinity;

/** The port to the system's thread affinity. Both methods concern the calling thread. */
interface Pinner {

    /** Asks the system to run this thread, and what it starts, on these CPUs only. */
    void pin(CpuSet cpus);

    /** The CPUs that the system now lets this thread use. Empty when it does not say. */
    CpuSet inForce();
}

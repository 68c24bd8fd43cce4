package io.casemill.affinity;

import java.util.BitSet;

/**
 * The adapter to OpenHFT Affinity, which calls {@code sched_setaffinity} through JNA. The only class that loads native code; its
 * first use costs some 40 ms, so it is made by the first worker that is to be pinned.
 */
final class OpenHftPinner implements Pinner {

    @Override
    public void pin(CpuSet cpus) {
        BitSet mask = new BitSet();
        cpus.cpus().forEach(mask::set);
        net.openhft.affinity.Affinity.setAffinity(mask);
    }

    @Override
    public CpuSet inForce() {
        return new CpuSet(
                net.openhft.affinity.Affinity.getAffinity().stream().boxed().toList());
    }
}

package io.casemill.affinity;

import java.io.IOException;
import java.nio.file.Path;

/** What an executor does about its cores, as a process of its own: prints what it found, then holds it until its input ends. */
final class AffinityProbe {

    private AffinityProbe() {}

    /** The argument is the folder of the leases. */
    public static void main(String[] args) throws IOException {
        try (Pinning pinning =
                Pinning.open(Affinity.REQUIRED, 1, CpuSet::allowed, Path.of(args[0]), OpenHftPinner::new)) {
            System.out.println(CpuSet.allowed() + " " + pinning.plan().cpu(0) + " " + pinning.pin(0));
            System.in.read();
        }
    }
}

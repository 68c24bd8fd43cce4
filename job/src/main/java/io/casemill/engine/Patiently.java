package io.casemill.engine;

import java.util.concurrent.locks.ReentrantLock;

/** For what must succeed although memory is short. */
final class Patiently {

    private Patiently() {}

    /** Locks. A lock that another thread holds needs a few bytes to wait for it; without them it is tried until it is free. */
    static void lock(ReentrantLock lock) {
        while (true) {
            try {
                lock.lock();
                return;
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }
}

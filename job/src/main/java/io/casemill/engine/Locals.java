package io.casemill.engine;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The instances that belong to one worker thread. All but {@link #release} is for that thread. */
final class Locals {

    private final Map<Object, AutoCloseable> instances = new HashMap<>();

    /** Keys that somebody wants closed; the thread sees to it between two chunks. */
    private final Queue<Object> released = new ConcurrentLinkedQueue<>();

    private @Nullable Thread owner;

    void ownedBy(Thread thread) {
        owner = thread;
    }

    @SuppressWarnings("unchecked") // the contract of Worker.local: one type of instance per key
    <T extends AutoCloseable> T get(Object key, Supplier<T> make) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    "Cannot use a local instance of " + owner + " on " + Thread.currentThread());
        }
        AutoCloseable instance = instances.get(key);
        if (instance == null) {
            T made = make.get();
            instances.put(key, made);
            return made;
        }
        return (T) instance;
    }

    /** Any thread: asks for the instance of this key to be closed. */
    void release(Object key) {
        released.add(key);
    }

    boolean hasReleased() {
        return !released.isEmpty();
    }

    /** Closes what was released. False as soon as {@code close} says so. */
    boolean closeReleased(Predicate<AutoCloseable> close) {
        for (Object key = released.poll(); key != null; key = released.poll()) {
            AutoCloseable instance = instances.remove(key);
            if (instance != null && !close.test(instance)) {
                return false;
            }
        }
        return true;
    }

    /** Closes everything. False as soon as {@code close} says so. */
    boolean closeAll(Predicate<AutoCloseable> close) {
        for (Iterator<AutoCloseable> all = instances.values().iterator(); all.hasNext(); ) {
            AutoCloseable instance = all.next();
            all.remove();
            if (!close.test(instance)) {
                return false;
            }
        }
        return true;
    }
}

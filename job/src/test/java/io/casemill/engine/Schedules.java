package io.casemill.engine;

import org.jetbrains.lincheck.Lincheck;

/** Runs a scene under many schedules of its threads; a deadlock or anything thrown fails the test. */
final class Schedules {

    private Schedules() {}

    /** How much is tried: little in the test run, {@code -Dlincheck.factor} times as much in a long one. */
    static int many(int few) {
        return few * Integer.getInteger("lincheck.factor", 1);
    }

    static void explore(int few, Runnable scene) {
        Lincheck.runConcurrentTest(many(few), scene);
    }

    /** In place of AssertJ, whose results the checker would compare by an equals that they refuse. */
    static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("Not so: " + what);
        }
    }

    static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

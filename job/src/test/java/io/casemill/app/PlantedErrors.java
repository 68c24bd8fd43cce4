package io.casemill.app;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A function that does to its worker what its argument {@code kind} says; {@code fine} gives 1. */
public final class PlantedErrors implements CaseFunction {

    private static final List<ReentrantLock> LOCKS = List.of(new ReentrantLock(), new ReentrantLock());
    private static final CountDownLatch HELD = new CountDownLatch(LOCKS.size());

    @Override
    public String name() {
        return "planted-errors";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.text("kind"), Argument.text("folder"));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("y", ""));
    }

    @Override
    public Model open() {
        return (in, out) -> out[0] = evaluate(in.text(0), Path.of(in.text(1)), in);
    }

    private static double evaluate(String kind, Path folder, CaseInput in) throws Exception {
        return switch (kind) {
            case "fine" -> 1;
            case "checked" -> throw new java.io.IOException("planted");
            case "runtime" -> throw new IllegalStateException("planted");
            case "sneaky" -> throw PlantedErrors.<RuntimeException>sneaked(new Throwable("planted"));
            case "assertion" -> throw new AssertionError("planted");
            case "linkage" -> throw new NoClassDefFoundError("planted/Missing");
            case "death" -> throw new ThreadDeath();
            case "stack" -> endless(0);
            case "heap" -> new long[Integer.MAX_VALUE].length;
            case "hostile" -> throw new Hostile();
            case "endless-message" -> throw new IllegalStateException("\u0000\r\n".repeat(1_000_000));
            case "circle" -> throw circle();
            case "interrupts-itself" -> {
                Thread.currentThread().interrupt();
                yield 1;
            }
            case "parks" -> {
                LockSupport.park();
                throw new InterruptedException();
            }
            case "deaf" -> {
                while (!Files.exists(folder.resolve("thawed"))) {
                    Thread.onSpinWait();
                }
                yield 1;
            }
            case "embrace-0" -> embrace(0);
            case "embrace-1" -> embrace(1);
            case "fatal" -> throw new UnknownError("planted in case " + in.caseId());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an exception that nobody declares
    private static <E extends Throwable> E sneaked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Each of two holds a lock and wants the other's. */
    private static double embrace(int self) throws InterruptedException {
        LOCKS.get(self).lockInterruptibly();
        try {
            HELD.countDown();
            HELD.await();
            LOCKS.get(1 - self).lockInterruptibly();
            // When the other one was ended first.
            return 1;
        } finally {
            LOCKS.get(self).unlock();
        }
    }

    private static double endless(int depth) {
        return depth < 0 ? 0 : depth + endless(depth + 1);
    }

    private static Exception circle() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        return first;
    }

    private static final class Hostile extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new ThreadDeath();
        }

        @Override
        public synchronized Throwable getCause() {
            throw new OutOfMemoryError("planted");
        }
    }
}

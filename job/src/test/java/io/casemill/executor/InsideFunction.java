package io.casemill.executor;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseContext;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Doubles;
import io.casemill.udfs.Output;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A function that uses its context by {@code x}: 0 maps until two threads have computed elements, 1 keeps a piece of scratch memory, 2 uses
 * what 1 kept, 3 takes an absurd piece, 4 fails in its fifth element and above, 5 waits in an element until it is interrupted, 6 uses
 * the context on a thread of its own; any other gives the sum of that many fractions.
 */
public final class InsideFunction implements CaseFunction {

    @Override
    public String name() {
        return "inside";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.required("x", ""));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("y", ""));
    }

    @Override
    public Model open() {
        return new Working();
    }

    private static final class Working implements Model {
        private @Nullable Doubles kept;

        @Override
        public void evaluate(CaseInput in, double[] out) throws Exception {
            CaseContext context = in.context();
            int x = (int) in.number(0);
            out[0] = switch (x) {
                case 0 -> threads(context);
                case 1 -> {
                    Doubles piece = context.arena().doubles(3);
                    piece.fill(5.0);
                    kept = piece;
                    yield piece.get(2);
                }
                case 2 -> kept == null ? -1.0 : kept.get(2);
                case 3 -> context.arena().doubles(Integer.MAX_VALUE).get(0);
                case 4 -> context.parallelMap(100, i -> 1 / Math.max(0, 4 - i)).get(0);
                case 5 -> context.parallelReduce(10, 0.0, InsideFunction::never, Double::sum);
                case 6 -> onItsOwnThread(context);
                default -> context.parallelReduce(x, 0.0, i -> inner(context, i), Double::sum);
            };
        }
    }

    private static int threads(CaseContext context) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        while (threads.size() < 2) {
            context.parallelMap(1_000, i -> threads.add(Thread.currentThread()));
        }
        return threads.size();
    }

    private static double never(int index) throws InterruptedException {
        if (index == 7) {
            new CountDownLatch(1).await();
        }
        return index;
    }

    /** A reduction inside an element. */
    private static double inner(CaseContext context, int i) throws Exception {
        return context.parallelReduce(10, 0.0, j -> 1.0 / (10 * i + j + 1), Double::sum);
    }

    private static double onItsOwnThread(CaseContext context) throws Exception {
        RuntimeException[] thrown = new RuntimeException[1];
        Thread own = new Thread(() -> {
            try {
                context.parallelMap(10, i -> i);
            } catch (RuntimeException e) {
                thrown[0] = e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        own.start();
        own.join();
        throw thrown[0];
    }
}

package io.casemill.app;

import io.casemill.udfs.Argument;
import io.casemill.udfs.CaseFunction;
import io.casemill.udfs.CaseInput;
import io.casemill.udfs.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A function with planted behaviour by {@code x}: 0 gives NaN, -1 throws, -2 overflows the stack, -3 waits until it is
 * interrupted, -4 fails until the file {@code mended} exists, -5 waits until the file {@code released} exists, -6 fails
 * the first time, -7 waits until it is interrupted and then fails of it, -8 makes the file {@code frozen-} and its
 * case id, ignores interrupts until the file {@code thawed} exists, and makes the file {@code returned}, -9 throws what throws when it is described, -10 is
 * interrupted by nobody but itself, -11 waits until four such cases run at once, -12 tells whether it runs on the thread of a
 * Spark task, -13 finds the JVM broken; any other gives 2 x.
 */
public final class PlantedFunction implements CaseFunction {

    @Override
    public String name() {
        return "planted";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.required("x", ""), Argument.text("folder"));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("y", ""));
    }

    @Override
    public Model open() {
        return PlantedFunction::evaluate;
    }

    private static void evaluate(CaseInput in, double[] out) throws Exception {
        double x = in.number(0);
        Path folder = Path.of(in.text(1));
        switch ((int) x) {
            case 0 -> out[0] = Double.NaN;
            case -1 -> throw new IllegalStateException("planted failure of case " + in.caseId());
            case -2 -> out[0] = endless(0);
            case -3 -> new CountDownLatch(1).await();
            case -4 -> {
                if (!Files.exists(folder.resolve("mended"))) {
                    throw new IllegalStateException("not mended yet");
                }
                out[0] = 4;
            }
            case -5 -> {
                while (!Files.exists(folder.resolve("released"))) {
                    Thread.onSpinWait();
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                out[0] = 5;
            }
            case -6 -> {
                if (Files.notExists(folder.resolve("tried-" + in.caseId()))) {
                    Files.createFile(folder.resolve("tried-" + in.caseId()));
                    throw new IllegalStateException("failed the first time");
                }
                out[0] = 6;
            }
            case -7 -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("wrapped", e);
                }
            }
            case -8 -> {
                Files.writeString(folder.resolve("frozen-" + in.caseId()), "");
                while (!Files.exists(folder.resolve("thawed"))) {
                    Thread.onSpinWait();
                }
                Files.writeString(folder.resolve("returned"), "");
                out[0] = 8;
            }
            case -9 -> throw new Hostile();
            case -10 -> throw new InterruptedException("by itself");
            case -11 -> {
                Files.createFile(folder.resolve("arrived-" + in.caseId()));
                while (files(folder, "arrived-") < 4) {
                    Thread.onSpinWait();
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                out[0] = 11;
            }
            case -12 -> out[0] = Thread.currentThread().getName().startsWith("Executor task launch") ? 1 : 0;
            case -13 -> throw new InternalError("planted in case " + in.caseId());
            default -> out[0] = 2 * x;
        }
    }

    /** How many files of the folder have names that begin so. */
    static long files(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        }
    }

    private static double endless(int depth) {
        return depth < 0 ? 0 : depth + endless(depth + 1);
    }

    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no description");
        }
    }
}

package io.casemill.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/** Runs command lines against fakes and keeps what they print. */
final class CommandLineTester {
    final FakeSweeps sweeps = new FakeSweeps();
    final FakeRunDirectory directory = new FakeRunDirectory();
    final AtomicInteger sweepsMade = new AtomicInteger();
    Terminal terminal = new Terminal(Terminal.UNLIMITED, false);

    /**
     * What a command did.
     *
     * @param code its exit code
     * @param out standard output
     * @param err standard error, progress after messages
     */
    record Result(int code, String out, String err) {}

    Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        Wiring wiring = new Wiring(
                () -> {
                    sweepsMade.incrementAndGet();
                    return sweeps;
                },
                location -> directory,
                terminal,
                new PrintStream(progress, true, StandardCharsets.UTF_8));
        CommandLine commandLine = Root.commandLine(wiring);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = commandLine.execute(arguments);
        return new Result(code, out.toString(), err + progress.toString(StandardCharsets.UTF_8));
    }
}

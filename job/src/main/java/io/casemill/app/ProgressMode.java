package io.casemill.app;

import java.io.PrintStream;

/** How a run shows its progress on standard error. */
enum ProgressMode {
    AUTO,
    BAR,
    PLAIN,
    JSON,
    NONE;

    RunObserver observer(Terminal terminal, PrintStream err) {
        return switch (this) {
            case AUTO -> (terminal.live() ? BAR : PLAIN).observer(terminal, err);
            case BAR -> new BarProgress(err, terminal.attached() ? terminal.width() : 80);
            case PLAIN -> new PlainProgress(err, System::nanoTime);
            case JSON -> new JsonProgress(err, System::nanoTime);
            case NONE -> RunObserver.NONE;
        };
    }
}

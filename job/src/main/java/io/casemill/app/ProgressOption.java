package io.casemill.app;

import picocli.CommandLine.Option;

/** How progress is shown. */
final class ProgressOption {
    @Option(
            names = "--progress",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = {
                "auto, bar, plain, json or none, on standard error. Default: ${DEFAULT-VALUE}.",
                "auto is a live bar on a terminal, otherwise plain: a line every 30 s; json is one object a second."
            })
    private ProgressMode mode = ProgressMode.AUTO;

    RunObserver observer(Wiring wiring) {
        return mode.observer(wiring.terminal(), wiring.progress());
    }
}

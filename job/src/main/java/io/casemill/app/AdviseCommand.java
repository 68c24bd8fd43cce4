package io.casemill.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.casemill.report.Humane;
import io.casemill.report.Inert;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proposes how to execute a sweep. */
@Command(
        name = "advise",
        header = "Run some cases of a sweep and propose workers, chunk and partition size.",
        description = {
            "",
            "The cases are spread over the sweep and run one after the other, so use a quiet machine. Nothing is recorded.",
            "Exits 1 when all of them failed."
        },
        footer = {
            "  casemill advise lowpass.yaml",
            "  casemill advise lowpass.yaml --pilot 200 --time 600 --cores 128",
            "  casemill advise lowpass.yaml --format json"
        })
final class AdviseCommand extends Subcommand {
    @Mixin
    private SweepOptions sweep = new SweepOptions();

    @Option(
            names = "--pilot",
            paramLabel = "N",
            defaultValue = "50",
            description = "Run N cases, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int pilot;

    @Option(
            names = "--time",
            paramLabel = "S",
            defaultValue = "60",
            description =
                    "Begin no case after S seconds and cut short the one that runs then. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--cores",
            paramLabel = "C",
            defaultValue = "64",
            description = "Say how long the sweep takes on C cores, too. Default: ${DEFAULT-VALUE}.")
    private int cores;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "text",
            description = "text or json (one object). Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    AdviseCommand(Wiring wiring) {
        super(wiring);
    }

    /** How the advice is written. */
    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws IOException {
        if (pilot < 1 || pilot > 1000) {
            throw misuse("Invalid --pilot " + pilot + ": must be 1 to 1000");
        }
        if (seconds < 1) {
            throw misuse("Invalid --time " + seconds + ": must be at least 1");
        }
        if (cores < 1 || cores > 100_000) {
            throw misuse("Invalid --cores " + cores + ": must be 1 to 100000");
        }
        return Interruption.guarded(this::advise, () -> {});
    }

    private int advise() throws IOException {
        Pilot found;
        try (Sweeps sweeps = wiring().sweeps().get()) {
            found = sweeps.pilot(sweep.request(null, 0, null, null), pilot, Duration.ofSeconds(seconds));
        }
        if (found.ended().isEmpty()) {
            throw new InvalidInputException(
                    "No case ended within " + seconds + " s, so there is nothing to go by; allow more with --time");
        }
        int here = Runtime.getRuntime().availableProcessors();
        Advice advice = Advice.of(found, here, cores, memory());
        if (format == Format.JSON) {
            json(found, advice);
        } else {
            text(found, advice);
        }
        out().flush();
        return found.failures().size() == found.ended().size() ? ExitCode.FAILED : ExitCode.COMPLETED;
    }

    /** What programs beside this JVM may take. */
    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.max(1, system.getTotalMemorySize() - Runtime.getRuntime().maxMemory())
                : Long.MAX_VALUE;
    }

    private void text(Pilot found, Advice advice) {
        ClosingSummary summary = new ClosingSummary(out());
        out().println(Inert.line(found.name()) + ": ran "
                + Humane.count(found.trials().size()) + " of "
                + Humane.count(found.planned(), "case") + " in " + Humane.duration(found.took())
                + ", one after the other");
        out().println();
        summary.line("duration", duration(found));
        summary.line(
                "CPU",
                Double.isFinite(found.cpuShare())
                        ? String.format(Locale.ROOT, "%.0f %% of that", 100 * found.cpuShare())
                        : "not known");
        summary.line("memory", memory(found));
        if (!found.failures().isEmpty()) {
            summary.line(
                    "failed",
                    found.failures().size() + " of " + found.ended().size() + ", such as "
                            + found.failures().get(0).errorClass().id() + ": "
                            + Inert.line(found.failures()
                                    .get(0)
                                    .message()
                                    .lines()
                                    .findFirst()
                                    .orElse("")));
        }
        out().println();
        Advice.Total here = advice.totals().get(0);
        summary.line(
                "workers",
                advice.workers().text()
                        + (advice.workers() instanceof io.casemill.sweep.Workers.Fixed
                                ? ""
                                : " (" + here.workers() + " on " + Humane.count(here.cores(), "core") + ")")
                        + ": " + advice.workersWhy());
        summary.line(
                "chunk",
                Humane.count(advice.chunk(), "case")
                        + ": as many as take 10 ms, at least one; the engine finds this by itself");
        summary.line(
                "partition",
                "up to " + Humane.count(advice.largest(), "case") + ": " + Humane.seconds(advice.largestSeconds())
                        + " of one core is what a lost task repeats");
        for (Advice.Total total : advice.totals()) {
            summary.line(
                    "time",
                    Humane.seconds(total.seconds()) + " on " + Humane.count(total.cores(), "core") + " with "
                            + Humane.count(total.workers(), "worker") + " (" + Humane.seconds(total.low()) + " to "
                            + Humane.seconds(total.high()) + ")");
        }
        advice.cautions().forEach(caution -> summary.line("but", caution));
        out().println();
        String file = sweep.typed();
        if (advice.isDefault()) {
            out().println("The defaults fit. Next: casemill run " + file);
        } else {
            out().println("Put into the sweep file:  " + advice.section());
            out().println("Or: casemill run " + file + advice.options());
        }
    }

    private static String duration(Pilot found) {
        return "mean " + Humane.seconds(found.meanSeconds()) + ", median " + Humane.seconds(found.quantile(0.5))
                + ", 90 % within " + Humane.seconds(found.quantile(0.9)) + ", slowest "
                + Humane.seconds(found.quantile(1));
    }

    private static String memory(Pilot found) {
        if (found.inProcess()) {
            return "allocates up to " + Humane.bytes(found.allocatedBytes().orElse(0)) + " for one case";
        }
        return found.peakRssBytes().isPresent()
                ? "up to " + Humane.bytes(found.peakRssBytes().getAsLong()) + " for one case"
                : "not known: no case lasted until the first look at it";
    }

    private void json(Pilot found, Advice advice) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("sweep", found.name()).put("cases", found.planned());
        double[] interval = found.meanInterval();
        json.putObject("pilot")
                .put("asked", found.asked())
                .put("ran", found.trials().size())
                .put("cut", found.cut())
                .put("failed", found.failures().size())
                .put("seconds", found.took().toNanos() / 1e9);
        json.putObject("duration_s")
                .put("mean", found.meanSeconds())
                .put("mean_low", interval[0])
                .put("mean_high", interval[1])
                .put("median", found.quantile(0.5))
                .put("p90", found.quantile(0.9))
                .put("max", found.quantile(1));
        json.put("cpu_share", Double.isFinite(found.cpuShare()) ? Double.valueOf(found.cpuShare()) : null);
        json.put(
                "peak_rss_bytes",
                found.peakRssBytes().isPresent()
                        ? Long.valueOf(found.peakRssBytes().getAsLong())
                        : null);
        json.put(
                "allocated_bytes",
                found.allocatedBytes().isPresent()
                        ? Long.valueOf(found.allocatedBytes().getAsLong())
                        : null);
        json.put("workers", advice.workers().text()).put("workers_why", advice.workersWhy());
        json.put("chunk", advice.chunk()).put("partition", advice.partition());
        for (Advice.Total total : advice.totals()) {
            json.withArray("time")
                    .addObject()
                    .put("cores", total.cores())
                    .put("workers", total.workers())
                    .put("seconds", total.seconds())
                    .put("low", total.low())
                    .put("high", total.high());
        }
        List<String> cautions = advice.cautions();
        cautions.forEach(json.putArray("cautions")::add);
        json.put("execution", advice.isDefault() ? null : advice.section());
        json.put("command", "casemill run " + sweep.typed() + advice.options());
        out().println(mapper.writeValueAsString(json));
    }
}

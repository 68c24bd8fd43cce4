package io.casemill.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.casemill.engine.WorkerStatistics;
import io.casemill.executor.EngineStatistics;
import io.casemill.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the workers did in each driver's turn that ran cases: {@code statistics/000001.json}, one file per epoch. */
final class StatisticsFile {
    private static final String FOLDER = "statistics";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private StatisticsFile() {}

    /** Keeps what the workers did in an epoch; once, because an epoch has one driver and that one scatters once. */
    static void write(Store store, int epoch, EngineReport report, List<EngineStatistics> stays) throws IOException {
        ObjectNode file = JSON.createObjectNode();
        file.put("format", 1);
        file.put("epoch", epoch);
        file.set("engine", JSON.valueToTree(report));
        ArrayNode executors = file.putArray("executors");
        stays.forEach(stay -> add(executors.addObject(), stay));
        store.putIfAbsent(
                String.format("%s/%06d.json", FOLDER, epoch),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file));
    }

    private static void add(ObjectNode executor, EngineStatistics stay) {
        executor.put("executor", stay.executor());
        executor.put("elapsed_s", stay.nanos() / 1e9);
        executor.put("held_up_s", stay.heldUpNanos() / 1e9);
        if (stay.inline().executed() > 0) {
            add(executor.putObject("inline"), stay.inline());
        }
        ArrayNode workers = executor.putArray("workers");
        stay.workers().forEach(worker -> add(workers.addObject(), worker));
    }

    private static void add(ObjectNode to, WorkerStatistics worker) {
        to.put("worker", worker.worker());
        to.put("core", worker.core());
        to.put("executed", worker.executed());
        to.put("steals", worker.steals());
        to.put("failed_steals", worker.failedSteals());
        to.put("busy_s", worker.busyNanos() / 1e9);
        to.put("parked_s", worker.parkedNanos() / 1e9);
        to.put("stuck", worker.stuck());
        to.put("lost", worker.lost());
        to.set("run_time", JSON.valueToTree(EngineReport.Seconds.of(worker.runTimes())));
    }

    /** Of the newest epoch that ran cases. */
    static Optional<EngineReport> newest(Store store) throws IOException {
        List<Store.Entry> files = store.list(FOLDER);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        JsonNode file = JSON.readTree(
                store.read(FOLDER + "/" + files.get(files.size() - 1).name()));
        return Optional.of(JSON.treeToValue(file.path("engine"), EngineReport.class));
    }
}

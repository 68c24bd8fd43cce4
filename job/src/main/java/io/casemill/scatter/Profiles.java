package io.casemill.scatter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.casemill.profile.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What the executors recorded of a profiled run.
 *
 * @param recorded by those that answered
 * @param silent ids of those that did not
 */
public record Profiles(List<Recorded> recorded, List<String> silent) {
    /** A task may land on another executor than it asks for; the next round asks again for those that are missing. */
    private static final int ROUNDS = 3;

    /**
     * Ends the profile on every executor. Blocks for a short Spark job or a few.
     *
     * @param task what each does
     */
    static Profiles end(SparkContext spark, EndProfileTask task) {
        Map<String, String> missing = places(spark);
        List<Recorded> recorded = new ArrayList<>();
        for (int round = 0; round < ROUNDS && !missing.isEmpty(); round++) {
            for (String json : ask(spark, missing, task)) {
                Recorded each = parsed(json);
                recorded.add(each);
                missing.remove(each.executor());
            }
            if (spark.isLocal()) {
                // The driver's own recording holds everything.
                missing.clear();
            }
        }
        return new Profiles(recorded, List.copyOf(missing.keySet()));
    }

    /** Executors by id, each with its place as Spark's scheduler names it. */
    private static Map<String, String> places(SparkContext spark) {
        Map<String, String> places = new LinkedHashMap<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.statusStore().executorList(true))) {
            if (spark.isLocal() || !executor.id().equals("driver")) {
                String host =
                        executor.hostPort().substring(0, executor.hostPort().lastIndexOf(':'));
                places.put(executor.id(), "executor_" + host + "_" + executor.id());
            }
        }
        return places;
    }

    private static List<String> ask(SparkContext spark, Map<String, String> places, EndProfileTask task) {
        List<Tuple2<String, Seq<String>>> wanted = new ArrayList<>();
        places.forEach((id, place) -> wanted.add(
                new Tuple2<>(id, CollectionConverters.asScala(List.of(place)).toSeq())));
        ClassTag<String> text = ClassTag$.MODULE$.apply(String.class);
        return spark.makeRDD(CollectionConverters.asScala(wanted).toSeq(), text)
                .toJavaRDD()
                .mapPartitions(task)
                .collect();
    }

    private static Recorded parsed(String json) {
        try {
            return Recorded.fromJson(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An executor of another version answered", e);
        }
    }
}

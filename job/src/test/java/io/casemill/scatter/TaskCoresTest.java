package io.casemill.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tasks an executor runs at once. */
@Tag("SWP-13")
class TaskCoresTest {

    @ParameterizedTest
    @CsvSource({
        "local[2], 1",
        "'local[16,4]', 1",
        "local[31], 1",
        "'local[64,4]', 4",
        "'local-cluster[2,64,1024]', 1",
        "local, 1"
    })
    void local_cores_are_in_the_master(String master, int taskCores) {
        assertThat(filledIn(new SparkConf(false).set("spark.master", master))).isEqualTo(taskCores);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "32, 2", "64, 4", "100, 6"})
    void on_a_cluster_the_executors_cores_decide(int cores, int taskCores) {
        assertThat(filledIn(new SparkConf(false)
                        .set("spark.master", "yarn")
                        .set("spark.executor.cores", String.valueOf(cores))))
                .isEqualTo(taskCores);
    }

    @Test
    void what_the_user_chose_stays() {
        assertThat(filledIn(
                        new SparkConf(false).set("spark.master", "local[64]").set("spark.task.cpus", "2")))
                .isEqualTo(2);
    }

    @Test
    void unknown_cores_leave_Sparks_default() {
        assertThat(filledIn(new SparkConf(false).set("spark.master", "spark://host:7077")))
                .isEqualTo(1);
    }

    private static int filledIn(SparkConf conf) {
        TaskCores.fillIn(conf);
        return TaskCores.of(conf);
    }
}

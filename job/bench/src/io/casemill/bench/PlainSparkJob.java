package io.casemill.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rival: the Spark job that one would write by hand for the same table. It draws a parameter, calls the model, stamps
 * the row and writes Parquet once. It has no resume, no isolation, no durable rows before its end.
 *
 * <p>Arguments: number of cases, output folder.
 */
public final class PlainSparkJob {

    private PlainSparkJob() {}

    public static void main(String[] args) {
        long cases = Long.parseLong(args[0]);
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("plain")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .getOrCreate();
        StructType schema = schema();
        spark.range(0, cases, 1, 20)
                .mapPartitions((MapPartitionsFunction<Long, Row>) PlainSparkJob::rows, Encoders.row(schema))
                .write()
                .mode("overwrite")
                .parquet(args[1]);
        spark.stop();
    }

    private static Iterator<Row> rows(Iterator<Long> ids) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public Row next() {
                long id = ids.next();
                long started = System.nanoTime();
                Timestamp at = new Timestamp(System.currentTimeMillis());
                double x = ThreadLocalRandom.current().nextDouble();
                double zero = 0;
                byte[] digest = sha.digest(("noop 1 " + id + " " + x).getBytes(StandardCharsets.UTF_8));
                String key = HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
                double seconds = (System.nanoTime() - started) / 1e9;
                return RowFactory.create(
                        id, key, "mc", x, zero, "completed", null, null, null, null, 0, false, at, seconds, null, null,
                        "host", "driver", 0, 0, 0, "session", "session-" + id, null);
            }
        };
    }

    private static StructType schema() {
        return new StructType()
                .add("case_id", DataTypes.LongType)
                .add("case_key", DataTypes.StringType)
                .add("block", DataTypes.StringType)
                .add("x", DataTypes.DoubleType)
                .add("zero", DataTypes.DoubleType)
                .add("status", DataTypes.StringType)
                .add("spec_pass", DataTypes.BooleanType)
                .add("error_class", DataTypes.StringType)
                .add("error_message", DataTypes.StringType)
                .add("exit_code", DataTypes.IntegerType)
                .add("attempt", DataTypes.IntegerType)
                .add("reused", DataTypes.BooleanType)
                .add("started_at", DataTypes.TimestampType)
                .add("duration_s", DataTypes.DoubleType)
                .add("cpu_s", DataTypes.DoubleType)
                .add("peak_rss_bytes", DataTypes.LongType)
                .add("host", DataTypes.StringType)
                .add("executor", DataTypes.StringType)
                .add("partition", DataTypes.IntegerType)
                .add("worker", DataTypes.IntegerType)
                .add("core", DataTypes.IntegerType)
                .add("session_id", DataTypes.StringType)
                .add("correlation_id", DataTypes.StringType)
                .add("artifacts", DataTypes.StringType);
    }
}

package io.casemill.bench;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rival of a sweep of {@link Burn}: one task per partition, its cases one after the other. As many partitions as cores, which
 * is what {@code spark.range} gives, or as many as are asked for. It writes the same columns as the run that it is compared to.
 *
 * <p>Arguments: cores, number of cases, partitions, the SQL of {@code work} over {@code case_id}, output folder.
 */
public final class PlainTailJob {

    private PlainTailJob() {}

    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder()
                .master("local[" + args[0] + "]")
                .appName("plain")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        StructType schema = new StructType()
                .add("case_id", DataTypes.LongType)
                .add("started_s", DataTypes.DoubleType)
                .add("duration_s", DataTypes.DoubleType)
                .add("x", DataTypes.DoubleType);
        spark.range(0, Long.parseLong(args[1]), 1, Integer.parseInt(args[2]))
                .toDF("case_id")
                .selectExpr("case_id", "cast(" + args[3] + " as double) AS work")
                .mapPartitions((MapPartitionsFunction<Row, Row>) PlainTailJob::run, Encoders.row(schema))
                .write()
                .mode("overwrite")
                .option("header", "true")
                .csv(args[4]);
        spark.stop();
    }

    private static Iterator<Row> run(Iterator<Row> cases) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cases.hasNext();
            }

            @Override
            public Row next() {
                Row theCase = cases.next();
                double at = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) / 1e6;
                long from = System.nanoTime();
                double x = Burn.burn(theCase.getDouble(1));
                return RowFactory.create(theCase.getLong(0), at, (System.nanoTime() - from) / 1e9, x);
            }
        };
    }
}

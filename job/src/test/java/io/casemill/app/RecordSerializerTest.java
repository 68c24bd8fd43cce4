package io.casemill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import io.casemill.executor.TaskCommit;
import io.casemill.gather.Counts;
import io.casemill.gather.Evidence;
import io.casemill.gather.PartSummary;
import io.casemill.master.VersionFile;
import io.casemill.status.Digest;
import io.casemill.status.Segment;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag$;

/** What tasks send to the driver, through Spark's serializers as a run sets them up. */
class RecordSerializerTest {
    private static final SparkConf CONF = new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", CasemillRegistrator.class.getName());

    private static final Segment SEGMENT =
            new Segment("status/e000001/p00000-a0.0-s000.parquet", 3, 0, 7, new Digest(1, -2), 99);
    private static final VersionFile FILE =
            new VersionFile("master/v00000001/part-00000.parquet", 3, 99, new Digest(1, 2).hex(), 0, 7);

    static Stream<Record> sent() {
        return Stream.of(
                new TaskCommit(3, 1, 2, List.of(SEGMENT, SEGMENT), 10, 4, 7, "no threads"),
                new TaskCommit(0, 0, 0, List.of(), 0, 0, 0, null),
                new Evidence("status/x", 0, -1, "it is torn"),
                new Evidence("status/y", 4, 9, null),
                new PartSummary(
                        FILE,
                        new Counts(1, 2, 3, 4, 5, 6, 7, 8),
                        List.of(new Evidence("status/x", 0, -1, "it is torn")),
                        List.of(1L, 1L << 40)));
    }

    @ParameterizedTest
    @MethodSource("sent")
    void kryo_brings_whatWasSent(Record record) {
        assertThat(roundTrip(new KryoSerializer(CONF).newInstance(), record)).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("sent")
    void javasSerializer_brings_whatWasSent(Record record) {
        assertThat(roundTrip(new JavaSerializer(CONF).newInstance(), record)).isEqualTo(record);
    }

    private static Record roundTrip(SerializerInstance serializer, Record record) {
        ByteBuffer bytes = serializer.serialize(record, ClassTag$.MODULE$.apply(Record.class));
        return serializer.deserialize(bytes, ClassTag$.MODULE$.apply(Record.class));
    }

    @Test
    void registrator_everyClassInsideWhatIsSent_isRegistered() {
        Kryo kryo = new KryoSerializer(CONF).newKryo();

        assertThat(inside(TaskCommit.class, PartSummary.class, Evidence.class))
                .hasSizeGreaterThan(5)
                .allSatisfy(type -> assertThat(kryo.getClassResolver().getRegistration(type))
                        .as(type.getName())
                        .isNotNull());
    }

    /** The classes of ours that these are made of, themselves included. */
    private static Set<Class<?>> inside(Class<?>... roots) {
        Set<Class<?>> found = new HashSet<>();
        Deque<Type> open = new ArrayDeque<>(List.of(roots));
        while (!open.isEmpty()) {
            Type type = open.pop();
            if (type instanceof ParameterizedType generic) {
                open.addAll(Arrays.asList(generic.getActualTypeArguments()));
            } else if (type instanceof Class<?> each && each.getName().startsWith("io.casemill") && found.add(each)) {
                for (RecordComponent component : each.getRecordComponents()) {
                    open.add(component.getGenericType());
                }
            }
        }
        return found;
    }

    @Test
    void kryo_refusesWhatIsNotRegistered() {
        SerializerInstance kryo = new KryoSerializer(CONF).newInstance();

        assertThatThrownBy(() -> roundTrip(kryo, new Stranger(1))).hasMessageContaining("Class is not registered");
    }

    private record Stranger(int number) {}
}

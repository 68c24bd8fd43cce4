package io.casemill.app;

import com.esotericsoftware.kryo.Kryo;
import io.casemill.executor.TaskCommit;
import io.casemill.gather.Counts;
import io.casemill.gather.Evidence;
import io.casemill.gather.PartSummary;
import io.casemill.master.VersionFile;
import io.casemill.status.Digest;
import io.casemill.status.Segment;
import java.util.ArrayList;
import org.apache.spark.serializer.KryoRegistrator;

/** Every class of ours that Spark moves between machines as data: {@code spark.kryo.registrator}. */
public final class CasemillRegistrator implements KryoRegistrator {

    @Override
    public void registerClasses(Kryo kryo) {
        record(kryo, TaskCommit.class);
        record(kryo, PartSummary.class);
        record(kryo, Counts.class);
        record(kryo, Evidence.class);
        record(kryo, VersionFile.class);
        record(kryo, Segment.class);
        record(kryo, Digest.class);
        kryo.register(ArrayList.class);
    }

    private static <T extends Record> void record(Kryo kryo, Class<T> type) {
        kryo.register(type, new RecordSerializer<>(type));
    }
}

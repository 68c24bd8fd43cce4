package io.casemill.app;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a record's components in order and reads them through its canonical constructor: Kryo 4 knows no records. */
final class RecordSerializer<T extends Record> extends Serializer<T> {
    private final RecordComponent[] components;
    private final Constructor<T> constructor;

    RecordSerializer(Class<T> type) {
        super(false, true);
        this.components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true);
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("Invalid record " + type.getName() + ": no canonical constructor", e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
        try {
            for (RecordComponent component : components) {
                kryo.writeClassAndObject(output, plain(component.getAccessor().invoke(value)));
            }
        } catch (ReflectiveOperationException e) {
            throw new KryoException("Cannot write " + value, e);
        }
    }

    /** An unmodifiable list has a hidden class; the constructor copies it again. */
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : value;
    }

    @Override
    public T read(Kryo kryo, Input input, Class<T> type) {
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = kryo.readClassAndObject(input);
        }
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new KryoException("Cannot read " + type.getName(), e);
        }
    }
}

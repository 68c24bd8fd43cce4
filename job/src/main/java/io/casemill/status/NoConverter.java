package io.casemill.status;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Parquet's column readers insist on a converter, which is never called when values are taken from the columns. */
final class NoConverter extends PrimitiveConverter {
    private static final NoConverter VALUE = new NoConverter();

    static final GroupConverter GROUP = new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
            return VALUE;
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    };

    private NoConverter() {}

    @Override
    public void setDictionary(Dictionary dictionary) {}
}

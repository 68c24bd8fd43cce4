package io.casemill.status;

import io.casemill.store.Staged;
import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A staged file as Parquet wants it. Parquet's close only flushes: publication is the owner's decision. */
final class StagedOutput implements OutputFile {
    private final Staged staged;

    StagedOutput(Staged staged) {
        this.staged = staged;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return staged.position();
            }

            @Override
            public void write(int b) throws IOException {
                staged.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                staged.write(bytes, offset, length);
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}

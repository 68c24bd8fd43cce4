package io.casemill.store;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * A store whose next calls go wrong as planned. A plan names the call, which paths it strikes, and how; each strikes
 * once, in order. Used by one thread.
 */
@org.jspecify.annotations.NullUnmarked
public final class FaultyStore implements Store {
    /** The calls that can be struck. */
    public enum Call {
        PUT,
        STAGE,
        WRITE,
        PUBLISH,
        REPLACE,
        READ,
        POINT,
        FORCE
    }

    /** What goes wrong. */
    public enum How {
        /** Fails and does nothing. */
        BEFORE,
        /** Does it and then fails: the reply is lost. */
        AFTER,
        /** Says false although it was done. */
        FALSE,
        /** Interrupts the thread, then does it. */
        INTERRUPT
    }

    private record Plan(Call call, Predicate<String> path, How how) {}

    private final Store store;
    private final Deque<Plan> plans = new ArrayDeque<>();

    public FaultyStore(Store store) {
        this.store = store;
    }

    /** Plans a fault for the next such call on a path that contains {@code part}. */
    public FaultyStore strike(Call call, String part, How how) {
        plans.add(new Plan(call, path -> path.contains(part), how));
        return this;
    }

    /** Forgets every plan: the store works from now on. */
    public void heal() {
        plans.clear();
    }

    /** How many plans have not struck. */
    public int left() {
        return plans.size();
    }

    @Override
    public URI root() {
        return store.root();
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        How how = next(Call.PUT, path);
        before(how, path);
        boolean done = store.putIfAbsent(path, content);
        after(how, path);
        return done && how != How.FALSE;
    }

    @Override
    public Staged stage(String path) throws IOException {
        before(next(Call.STAGE, path), path);
        return new FaultyStaged(path, store.stage(path));
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        How how = next(Call.REPLACE, path);
        before(how, path);
        store.replace(path, content);
        after(how, path);
    }

    @Override
    public byte[] read(String path) throws IOException {
        before(next(Call.READ, path), path);
        return store.read(path);
    }

    @Override
    public Source open(String path) throws IOException {
        before(next(Call.READ, path), path);
        Source source = store.open(path);
        // Short reads are always legal, so they always happen.
        return new Source() {
            @Override
            public long length() throws IOException {
                return source.length();
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                ByteBuffer part = target.slice(target.position(), Math.min(target.remaining(), 1000));
                int read = source.read(position, part);
                target.position(target.position() + Math.max(read, 0));
                return read;
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    @Override
    public boolean exists(String path) throws IOException {
        return store.exists(path);
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        return store.list(folder);
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        return store.folders(folder);
    }

    @Override
    public void move(String from, String to) throws IOException {
        store.move(from, to);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return store.delete(path);
    }

    @Override
    public int deleteStaged(String folder) throws IOException {
        return store.deleteStaged(folder);
    }

    @Override
    public void force(String path) throws IOException {
        before(next(Call.FORCE, path), path);
        store.force(path);
    }

    @Override
    public void point(String path, String target) throws IOException {
        before(next(Call.POINT, path), path);
        store.point(path, target);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private How next(Call call, String path) {
        for (Plan plan : plans) {
            if (plan.call() == call && plan.path().test(path)) {
                plans.remove(plan);
                return plan.how();
            }
        }
        return null;
    }

    private static void before(How how, String path) throws IOException {
        if (how == How.BEFORE) {
            throw new IOException("injected before " + path);
        }
        if (how == How.INTERRUPT) {
            Thread.currentThread().interrupt();
        }
    }

    private static void after(How how, String path) throws IOException {
        if (how == How.AFTER) {
            throw new IOException("injected after " + path);
        }
    }

    private final class FaultyStaged extends Staged {
        private final String path;
        private final Staged staged;

        FaultyStaged(String path, Staged staged) {
            this.path = path;
            this.staged = staged;
        }

        @Override
        public long position() {
            return staged.position();
        }

        @Override
        public void write(int b) throws IOException {
            before(next(Call.WRITE, path), path);
            staged.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            How how = next(Call.WRITE, path);
            if (how == How.AFTER) {
                staged.write(bytes, offset, length / 2);
            }
            before(how, path);
            after(how, path);
            staged.write(bytes, offset, length);
        }

        @Override
        public boolean publish() throws IOException {
            How how = next(Call.PUBLISH, path);
            before(how, path);
            boolean done = staged.publish();
            after(how, path);
            return done && how != How.FALSE;
        }

        @Override
        public void discard() {
            staged.discard();
        }
    }
}

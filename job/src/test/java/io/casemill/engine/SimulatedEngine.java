package io.casemill.engine;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One executor's engine in virtual time. Injector, deques, search and the rule of splitting are the real ones; threads, sleep and
 * clock are modelled. Single-threaded.
 */
public final class SimulatedEngine {

    private static final int DEQUE_CAPACITY = 4;

    private final Costs costs;
    private final Agenda agenda;
    private final Rings rings;
    private final Injector injector;
    private final Place[] places;

    /** Of all workers together. */
    private final Counters counters = new Counters();

    private final BitSet sleepers = new BitSet();

    /** Workers that were woken and have not looked for work yet. */
    private int searchers;

    /** The moment of the event at hand. */
    private long now;

    private long steals;

    /**
     * What the engine's own acts take, in nanoseconds.
     *
     * @param step a step's share: its watch, its row, the counters
     * @param chunk finding and beginning a chunk
     * @param probe asking one victim
     * @param wake from the signal to a worker that looks for work
     */
    public record Costs(long step, long chunk, long probe, long wake) {}

    /** The events of all engines. */
    public interface Agenda {
        /** Calls {@link #fire} of the worker then; a worker has one event at a time. */
        void at(long moment, SimulatedEngine engine, int worker);
    }

    /** Steps whose duration is known. */
    public interface Timed extends Steps {
        long nanos(int index);

        /** The step has ended. May submit more. */
        void ended(int index, long now);

        @Override
        default long timeoutNanos(int index) {
            return NO_TIMEOUT;
        }

        @Override
        default void run(int index, Worker worker) {
            throw new UnsupportedOperationException("steps of a simulation do not run");
        }

        @Override
        default void stuck(int index, Worker worker) {}

        @Override
        default void skipped(int index) {}

        @Override
        default void failed(int index, Throwable thrown) {}
    }

    /** One worker. */
    private final class Place implements Sources<Work> {
        private final int index;
        private final Deque<Work> deque = new Deque<>(DEQUE_CAPACITY);
        private final Search<Work> search;
        private @Nullable Chunk chunk;
        private int next;
        private int end;
        private long probes;

        private Place(int index) {
            this.index = index;
            this.search = new Search<>(this, index, counters);
        }

        @Override
        public Rings rings() {
            return rings;
        }

        @Override
        public @Nullable Work own() {
            return deque.pop();
        }

        @Override
        public @Nullable Work injected(int node) {
            return injector.poll(node);
        }

        @Override
        public @Nullable Work stolen(int victim) {
            probes++;
            Work stolen = places[victim].deque.stealer().steal();
            steals += stolen == null ? 0 : 1;
            return stolen;
        }

        private void fire() {
            Chunk ended = chunk;
            boolean rested = ended == null;
            if (ended != null) {
                ((Timed) ended.body()).ended(next++, now);
                if (next < end) {
                    step(ended, 0);
                    return;
                }
            }
            searchers -= rested ? 1 : 0;
            probes = 0;
            Chunk found = (Chunk) search.next();
            chunk = found;
            if (found == null) {
                sleepers.set(index);
                return;
            }
            if (rested && hasWork()) {
                signal();
            }
            next = found.from();
            end = found.to();
            step(found, costs.chunk + probes * costs.probe);
        }

        private void step(Chunk current, long delay) {
            if (Hand.isWanted(end - next, searchers > 0 || !sleepers.isEmpty()) && deque.isEmpty()) {
                int middle = Hand.middle(next, end);
                deque.push(new Chunk(current.lane(), current.body(), middle, end));
                end = middle;
                signal();
            }
            long nanos = ((Timed) current.body()).nanos(next);
            agenda.at(now + delay + costs.step + nanos, SimulatedEngine.this, index);
        }
    }

    /** All workers asleep at time 0. */
    public SimulatedEngine(Neighbourhood neighbourhood, Costs costs, Agenda agenda) {
        this.costs = costs;
        this.agenda = agenda;
        this.rings = new Rings(neighbourhood);
        this.injector = new Injector(() -> rings);
        counters.make();
        this.places = new Place[neighbourhood.workers()];
        for (int worker = 0; worker < places.length; worker++) {
            places[worker] = new Place(worker);
            sleepers.set(worker);
        }
    }

    /** A lane of this age. */
    @SuppressWarnings("NullAway") // lanes of a simulation are not submitted to, so they need no crew
    public Lane lane(long order) {
        return injector.open(null, order);
    }

    /** Queues steps of a lane. */
    public void submit(Lane lane, Timed work, int steps, long at) {
        now = at;
        injector.add(new Chunk(lane, work, 0, steps));
        signal();
    }

    /** No more comes from this lane. */
    public void end(Lane lane) {
        injector.stop(lane);
    }

    /** A worker's step has ended, or its wake-up has come through. */
    public void fire(int worker, long at) {
        now = at;
        places[worker].fire();
    }

    public int workers() {
        return places.length;
    }

    public long steals() {
        return steals;
    }

    private boolean hasWork() {
        if (!injector.isEmpty()) {
            return true;
        }
        for (Place place : places) {
            if (!place.deque.stealer().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** As {@link Sleep} does it: unless somebody searches, the sleeper with the lowest number wakes. */
    private void signal() {
        int sleeper = sleepers.nextSetBit(0);
        if (searchers == 0 && sleeper >= 0) {
            sleepers.clear(sleeper);
            searchers++;
            agenda.at(now + costs.wake, this, sleeper);
        }
    }
}

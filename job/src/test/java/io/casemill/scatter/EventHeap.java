package io.casemill.scatter;

/** The next event of each of a fixed number of actors, earliest first; of equal moments the lowest actor. A binary heap. */
final class EventHeap {

    private final long[] moments;
    private final int[] actors;
    private int size;

    EventHeap(int actors) {
        this.moments = new long[actors];
        this.actors = new int[actors];
    }

    boolean isEmpty() {
        return size == 0;
    }

    long moment() {
        return moments[0];
    }

    int actor() {
        return actors[0];
    }

    void add(long moment, int actor) {
        int at = size++;
        while (at > 0 && before(moment, actor, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        moments[at] = moment;
        actors[at] = actor;
    }

    void removeFirst() {
        long moment = moments[--size];
        int actor = actors[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(moments[child + 1], actors[child + 1], child)) {
                child++;
            }
            if (before(moment, actor, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        moments[at] = moment;
        actors[at] = actor;
    }

    private boolean before(long moment, int actor, int other) {
        return moment < moments[other] || (moment == moments[other] && actor < actors[other]);
    }

    private void move(int from, int to) {
        moments[to] = moments[from];
        actors[to] = actors[from];
    }
}

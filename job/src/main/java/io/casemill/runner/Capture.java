package io.casemill.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Drains one stream of a program to its end on a thread of its own and keeps a bounded beginning and end of it. The
 * kept bytes may be read once {@link #await} has returned true.
 */
final class Capture implements Runnable {
    private static final int HEAD_BYTES = 4 << 20;
    private static final int TAIL_BYTES = 4 << 20;

    private final InputStream stream;
    private final OutputBudget budget;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);

    // A ring that is made when the head is full; `past` counts the bytes that went into it.
    private byte[] ring = {};
    private long past;

    Capture(InputStream stream, OutputBudget budget) {
        this.stream = stream;
        this.budget = budget;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            int count;
            while ((count = stream.read(buffer)) >= 0) {
                keep(buffer, count);
                budget.spend(count);
            }
        } catch (IOException e) {
            // The pipe went with its process: what was read is all there is.
        } finally {
            ended.countDown();
        }
    }

    private void keep(byte[] buffer, int count) {
        int first = Math.min(count, HEAD_BYTES - head.size());
        head.write(buffer, 0, first);
        if (first < count && ring.length == 0) {
            ring = new byte[TAIL_BYTES];
        }
        for (int from = first; from < count; ) {
            int at = (int) (past % TAIL_BYTES);
            int length = Math.min(count - from, TAIL_BYTES - at);
            System.arraycopy(buffer, from, ring, at, length);
            from += length;
            past += length;
        }
    }

    /** Waits for the end of the stream; false when it did not come in time. */
    boolean await(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean ended() {
        return ended.getCount() == 0;
    }

    /** Whether the middle was dropped. */
    boolean truncated() {
        return past > TAIL_BYTES;
    }

    /** What was kept, as UTF-8; a line that says so stands where the middle was dropped. Empty before the end. */
    String text() {
        if (!ended()) {
            return "";
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.size() + (int) Math.min(past, TAIL_BYTES));
        all.writeBytes(head.toByteArray());
        if (truncated()) {
            all.writeBytes(("\n[" + (past - TAIL_BYTES) + " bytes left out]\n").getBytes(StandardCharsets.UTF_8));
            int at = (int) (past % TAIL_BYTES);
            all.write(ring, at, TAIL_BYTES - at);
            all.write(ring, 0, at);
        } else {
            all.write(ring, 0, (int) past);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** The last characters of {@link #text}. */
    String tail(int characters) {
        String text = text();
        return text.length() <= characters ? text : text.substring(text.length() - characters);
    }
}

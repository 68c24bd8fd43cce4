package io.casemill.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** Names what samples caught: the group of the thread, then its frames, callers first. */
final class Stacks {
    private static final Pattern WORKER = Pattern.compile("casemill-.*-worker-\\d+");
    private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda.*");
    private static final int LONGEST_NAME = 200;

    private Stacks() {}

    /** A thread that ran Java code. */
    static @Nullable List<String> running(RecordedEvent sample) {
        return stack(group(sample), sample.getStackTrace());
    }

    /**
     * A thread that was in native code; null for threads that merely wait there, which all but ours do. It may have worked or
     * waited: the sampler cannot tell.
     */
    static @Nullable List<String> inNative(RecordedEvent sample) {
        String group = group(sample);
        return group.equals("other threads") ? null : stack("native code: " + group, sample.getStackTrace());
    }

    private static String group(RecordedEvent sample) {
        RecordedThread thread = sample.getThread("sampledThread");
        String name = thread == null ? null : thread.getJavaName();
        if (name == null) {
            return "other threads";
        }
        if (WORKER.matcher(name).matches()) {
            return "workers";
        }
        if (name.startsWith("Executor task launch worker")) {
            return "tasks: admit, write, gather";
        }
        return name.equals("main") ? "driver" : "other threads";
    }

    private static @Nullable List<String> stack(String group, @Nullable RecordedStackTrace trace) {
        if (trace == null) {
            return null;
        }
        List<String> stack = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            if (frame.isJavaFrame()) {
                stack.add(name(frame.getMethod()));
            }
        }
        if (trace.isTruncated()) {
            stack.add("(deeper than the recorder looks)");
        }
        stack.add(group);
        Collections.reverse(stack);
        return stack;
    }

    /** Lambdas have a class of a new name in each JVM. */
    static String name(RecordedMethod method) {
        String type = LAMBDA.matcher(method.getType().getName()).replaceFirst("\\$\\$Lambda");
        String name = type + "." + method.getName();
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}

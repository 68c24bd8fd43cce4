package io.casemill.sweep;

/** Texts that many cases share: names, listed values, hosts, messages. */
public final class Texts {
    /** Longer texts are rarely repeated, and looking them up costs more than it saves. */
    private static final int LONGEST = 256;

    private Texts() {}

    /**
     * The one instance of a text in this JVM, so once per executor, whatever task or case brought it. The JVM forgets it with its
     * last user. A text of more than 256 characters is returned as it is.
     */
    public static String shared(String text) {
        return text.length() > LONGEST ? text : text.intern();
    }
}

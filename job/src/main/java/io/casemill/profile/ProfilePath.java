package io.casemill.profile;

/** Where profiles lie in a run directory: {@code profile/e000001/}, one folder for each turn. */
public final class ProfilePath {
    /** The folder of all profiles. */
    public static final String ROOT = "profile";

    private ProfilePath() {}

    /** The folder of a turn. */
    public static String folder(int epoch) {
        return ROOT + "/" + String.format("e%06d", epoch);
    }

    /** The flight recording of an executor, or of the {@code driver}. */
    public static String recording(int epoch, String executor) {
        return folder(epoch) + "/" + executor.replaceAll("[^A-Za-z0-9_-]", "_") + ".jfr";
    }
}

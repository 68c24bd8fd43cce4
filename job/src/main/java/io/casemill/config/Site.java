package io.casemill.config;

/**
 * A place at which a mistake can be reported.
 *
 * @param problems the collector
 * @param place where it was written
 * @param path its key path
 */
record Site(Problems problems, Place place, String path) {

    /** Reports a mistake here. */
    void wrong(String what, String remedy) {
        problems.add(place, path, what, remedy);
    }
}

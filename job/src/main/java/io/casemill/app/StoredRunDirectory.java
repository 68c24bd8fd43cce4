package io.casemill.app;

final class StoredRunDirectory {
    private StoredRunDirectory() {}

    static RunDirectory open(String location) {
        if (location.isEmpty()) {
            throw new IllegalArgumentException("x");
        }
        throw new InvalidInputException(location);
    }
}

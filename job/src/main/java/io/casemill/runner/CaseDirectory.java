package io.casemill.runner;

import io.casemill.sweep.Case;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files that every case of a runner finds in its directory: templates filled in, others linked. Compiled once,
 * laid out per case.
 */
final class CaseDirectory {
    /** A source that ends so is a template. */
    static final String TEMPLATE_SUFFIX = ".tmpl";

    private record Filled(String name, Template template) {}

    private record Linked(String name, Path source) {}

    private final List<Filled> filled = new ArrayList<>();
    private final List<Linked> linked = new ArrayList<>();

    /**
     * @param files name in the case's directory to path of an input file
     * @param inputs the folder of input files
     * @throws IllegalArgumentException when a template has a place that is no column
     */
    static CaseDirectory compile(Map<String, String> files, Path inputs, Positions positions) throws IOException {
        CaseDirectory directory = new CaseDirectory();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path source = within(inputs, file.getValue());
            if (file.getValue().endsWith(TEMPLATE_SUFFIX)) {
                Template template = Template.ofFile(Files.readAllBytes(source), positions);
                refuseUnknown(file.getValue(), template);
                directory.filled.add(new Filled(file.getKey(), template));
            } else {
                directory.link(file.getKey(), source);
            }
        }
        return directory;
    }

    static void refuseUnknown(String where, Template template) {
        if (!template.unknown().isEmpty()) {
            String name = template.unknown().get(0);
            throw new IllegalArgumentException(where + ": ${" + name
                    + "} is no parameter or derived value of the sweep; correct the name, or write $${" + name
                    + "} for the plain text");
        }
    }

    void link(String name, Path source) {
        linked.add(new Linked(name, source));
    }

    void fill(String name, Template template) {
        filled.add(new Filled(name, template));
    }

    /** Makes the files of one case. The directory is empty. */
    void layOut(Case theCase, Path directory) throws IOException, InvalidInputException {
        for (Linked file : linked) {
            Path target = parented(directory, file.name());
            try {
                Files.createLink(target, file.source());
            } catch (IOException | UnsupportedOperationException e) {
                // Another file system, or one without hard links.
                Files.createSymbolicLink(target, file.source().toAbsolutePath());
            }
        }
        for (Filled file : filled) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            file.template().renderFile(theCase, bytes);
            Files.write(parented(directory, file.name()), bytes.toByteArray());
        }
    }

    private static Path parented(Path directory, String name) throws IOException {
        Path target = within(directory, name);
        Path parent = target.getParent();
        if (parent != null && !parent.equals(directory)) {
            Files.createDirectories(parent);
        }
        return target;
    }

    /** A path inside a folder; refuses one that leaves it. */
    static Path within(Path folder, String name) throws IOException {
        try {
            Path path = folder.resolve(name).normalize();
            if (path.startsWith(folder.normalize()) && !path.equals(folder.normalize())) {
                return path;
            }
        } catch (java.nio.file.InvalidPathException e) {
            throw new IOException("Cannot use the file name " + Messages.inert(name) + ": it is no valid path", e);
        }
        throw new IOException("Cannot use the file name " + Messages.inert(name) + ": it leaves its folder");
    }
}

package io.casemill.config;

import io.casemill.sweep.SweepDefinition;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads sweep files. */
public final class SweepFile {
    private SweepFile() {}

    /**
     * The definition that a sweep file holds, with every value checked and every input file read. Blocks on reading
     * files; memory is bounded by the limits on the file (1 MiB) and does not grow with imported tables.
     *
     * @param file the sweep file; netlists, templates, programs and tables are found relative to its folder
     * @param overrides values in place of those in the file, each {@code PATH=VALUE} with dots between keys and VALUE in
     *     YAML; later ones win
     * @param functions the case functions that the file may name
     * @param work a folder for converted tables ({@link io.casemill.sweep.TableFile}), made when one is needed; the
     *     definition names files in it
     * @throws InvalidSweepException when anything is wrong; it carries every problem that was found
     */
    public static SweepDefinition load(Path file, List<String> overrides, Functions functions, Path work) {
        String shown = file.toString();
        Problems problems = new Problems(shown);
        Item root = tree(file, shown, problems);
        if (root == null) {
            problems.raise();
            throw new IllegalStateException("Cannot read " + shown + ", and no reason was reported");
        }
        root = new Overrides(problems).apply(root, overrides);
        Path folder = folder(file);
        String shownFolder = shown.substring(
                0, shown.length() - String.valueOf(file.getFileName()).length());
        InputFiles files = new InputFiles(folder, shownFolder);
        return new SweepReader(problems, files, functions).read(new Field(problems, "", root), work);
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static @Nullable Item tree(Path file, String shown, Problems problems) {
        String text = SweepText.read(file, shown, problems);
        return text == null ? null : YamlTree.ofFile(text, shown, problems);
    }
}

package io.casemill.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sweep of a program that removes itself from the first executor that runs case {@code x = 20} or a later one, and from no other:
 * from then on that host has no such program.
 */
final class VanishingSweep {
    final Path folder;
    final Path file;

    VanishingSweep(Path folder, int cases) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("tool.sh"), """
                #!/bin/sh
                # ../inputs is the executor's own copy of the sweep's files.
                if [ "$1" -ge 20 ] && mkdir "$2/gone" 2>/dev/null; then rm -f ../inputs/tool.sh; fi
                echo "y = $1"
                """);
        this.file = Files.writeString(folder.resolve("vanishing.yaml"), """
                name: vanishing
                runner:
                  command:
                    argv: [./tool.sh, "${x}", "%s"]
                    files: {tool.sh: tool.sh}
                    outputs: {y: {key: y}}
                parameters:
                  x: {range: {from: 1, to: %d}}
                """.formatted(folder, cases));
    }

    RunRequest request(@Nullable String master) {
        return new RunRequest(file, List.of(), folder.resolve("out").toString(), master, 0, null, null, Rerun.MISSING);
    }

    PlantedSweep table() throws IOException {
        return PlantedSweep.of(folder, "[1]").in(folder.resolve("out"));
    }
}

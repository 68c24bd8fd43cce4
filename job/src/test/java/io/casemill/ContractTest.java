package io.casemill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/contract.md} honest: what it names exists, and it names every tagged test of the engine's clauses. */
class ContractTest {

    private static final Path CONTRACT = Path.of("docs/contract.md");
    private static final Pattern ROW = Pattern.compile("\\| (ENG-\\d\\d) \\|(.*)\\|(.*)\\|(.*)\\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern TAG = Pattern.compile("Tag\\(\"(ENG-\\d\\d)\"\\)");
    private static final List<Path> SOURCES =
            List.of(Path.of("src"), Path.of("../udfs/src"), Path.of("bench"), Path.of("../conf"), Path.of("../submit"));

    /** One clause: the code and the proofs that the list names. */
    private record Clause(String id, Set<String> places, Set<String> proofs) {}

    private static List<Clause> clauses() throws IOException {
        List<Clause> clauses = new ArrayList<>();
        for (String line : Files.readAllLines(CONTRACT)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                clauses.add(new Clause(row.group(1), names(row.group(3)), names(row.group(4))));
            }
        }
        return clauses;
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Java files by class name, all others by file name. */
    private static Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Path root : SOURCES) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> files.put(file.getFileName().toString().replaceFirst("\\.java$", ""), file));
            }
        }
        return files;
    }

    /** Of each clause the test classes that carry its tag. */
    private static Map<String, Set<String>> tagged(Map<String, Path> files) throws IOException {
        Map<String, Set<String>> tagged = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (file.getValue().toString().contains("/test/java/")) {
                Matcher tag = TAG.matcher(Files.readString(file.getValue()));
                while (tag.find()) {
                    tagged.computeIfAbsent(tag.group(1), id -> new TreeSet<>()).add(file.getKey());
                }
            }
        }
        return tagged;
    }

    @Test
    void every_clause_of_the_engine_is_listed_once_in_order() throws IOException {
        assertThat(clauses())
                .extracting(Clause::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 29)
                        .mapToObj("ENG-%02d"::formatted)
                        .toList());
    }

    @Test
    void what_the_list_names_exists() throws IOException {
        Set<String> files = files().keySet();
        assertThat(clauses()).allSatisfy(clause -> {
            assertThat(clause.places())
                    .as("places of " + clause.id())
                    .isNotEmpty()
                    .isSubsetOf(files);
            assertThat(clause.proofs())
                    .as("proofs of " + clause.id())
                    .isNotEmpty()
                    .isSubsetOf(files);
        });
    }

    @Test
    void the_tests_it_names_carry_the_clause_and_those_that_carry_it_are_named() throws IOException {
        Map<String, Path> files = files();
        Map<String, Set<String>> tagged = tagged(files);
        Function<Clause, Set<String>> named = clause -> clause.proofs().stream()
                .filter(name -> files.getOrDefault(name, CONTRACT).toString().contains("/test/java/"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(clauses())
                .allSatisfy(clause -> assertThat(named.apply(clause))
                        .as("tests of " + clause.id())
                        .isNotEmpty()
                        .isEqualTo(tagged.getOrDefault(clause.id(), Set.of())));
    }
}

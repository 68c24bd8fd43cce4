package io.casemill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the package table of the architecture: who may import whom, and who may see Spark. */
@AnalyzeClasses(packages = "io.casemill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** The packages of the job and what of the project each may import, {@code udfs} aside where it is not named. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("sweep", Set.of("udfs")),
            Map.entry("config", Set.of("sweep", "udfs")),
            Map.entry("engine", Set.of()),
            Map.entry("affinity", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("profile", Set.of("store")),
            Map.entry("session", Set.of("store", "sweep")),
            Map.entry("status", Set.of("store", "sweep")),
            Map.entry("master", Set.of("store", "status", "sweep")),
            Map.entry("runner", Set.of("sweep", "session", "udfs")),
            Map.entry("plan", Set.of("sweep", "config", "session", "store")),
            Map.entry(
                    "executor",
                    Set.of(
                            "sweep",
                            "config",
                            "engine",
                            "affinity",
                            "session",
                            "runner",
                            "store",
                            "status",
                            "profile",
                            "udfs")),
            Map.entry("scatter", Set.of("plan", "executor", "engine", "affinity", "sweep", "profile")),
            Map.entry("gather", Set.of("plan", "status", "master", "store", "sweep", "config", "profile")),
            Map.entry("report", Set.of("master", "status", "store", "sweep", "udfs"))));

    private static final Set<String> SEE_SPARK = Set.of("plan", "scatter", "gather", "report", "app");

    @ArchTest
    static void packagesImportOnlyWhatTheTableAllows(JavaClasses classes) {
        MAY_IMPORT.forEach((name, allowed) -> rule(name, allowed).check(classes));
    }

    private static ArchRule rule(String name, Set<String> allowed) {
        DescribedPredicate<JavaClass> forbidden =
                DescribedPredicate.describe("in a package that " + name + " may not import", type -> {
                    if (!type.getPackageName().startsWith("io.casemill.")) {
                        return false;
                    }
                    String other = type.getPackageName().substring("io.casemill.".length());
                    return !other.equals(name) && !allowed.contains(other);
                });
        return noClasses()
                .that()
                .resideInAPackage("io.casemill." + name)
                .should()
                .dependOnClassesThat(forbidden);
    }

    @ArchTest
    static final ArchRule onlyTheSparkSideSeesSpark = noClasses()
            .that()
            .resideInAnyPackage(packagesOutside(SEE_SPARK))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark..");

    private static String[] packagesOutside(Set<String> some) {
        return MAY_IMPORT.keySet().stream()
                .filter(name -> !some.contains(name))
                .map(name -> "io.casemill." + name)
                .toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule theEngineKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage("io.casemill.engine")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.jfr..", "io.casemill.engine", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.casemill.(*)..").should().beFreeOfCycles();

    /** The engine of the JVM is the one thing that Spark leaves no other place for. */
    @ArchTest
    static final ArchRule noStaticMutableState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.casemill.shaded..")
            .and()
            .areDeclaredInClassesThat()
            .doNotHaveFullyQualifiedName("io.casemill.scatter.SharedRuntime")
            .should()
            .beFinal();

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/io/casemill"))) {
            assertThat(folders.filter(Files::isDirectory))
                    .allSatisfy(folder ->
                            assertThat(folder.resolve("package-info.java")).exists());
        }
    }

    @Test
    void noSourceFileIsLongerThan400Lines() throws IOException {
        for (String root : List.of(
                "src/main/java",
                "src/test/java",
                "src/jcstress/java",
                "src/jmh/java",
                "../udfs/src/main/java",
                "../udfs/src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")))
                        .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(400));
            }
        }
    }
}

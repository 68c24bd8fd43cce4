package io.casemill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The path of a case is single-threaded: the runners, the models, and what makes a row of an outcome. Their concurrency lives
 * outside, in the engine, in the slots that hand rows over, and in the supervision of external processes.
 */
@ArchTag("ENG-01")
@AnalyzeClasses(packages = "io.casemill", importOptions = ImportOption.DoNotIncludeTests.class)
class CasePathTest {
    private static final Set<String> OF_THE_EXECUTOR = Set.of("CaseWork", "Judge", "RowFactory", "Seat", "Setting");

    /** They wait for processes and read their pipes with threads of their own. */
    private static final Set<String> SUPERVISION =
            Set.of("Capture", "NgspiceVersion", "OutputBudget", "SupervisedRun", "Supervisor", "Watcher");

    private static final DescribedPredicate<JavaClass> ON_THE_PATH =
            DescribedPredicate.describe("are on the path of a case", CasePathTest::isOnThePath);

    private static boolean isOnThePath(JavaClass type) {
        String outermost =
                type.getName().substring(type.getPackageName().length() + 1).replaceFirst("\\$.*", "");
        return switch (type.getPackageName()) {
            case "io.casemill.executor" -> OF_THE_EXECUTOR.contains(outermost);
            case "io.casemill.runner" -> !SUPERVISION.contains(outermost);
            case "io.casemill.udfs" -> true;
            default -> false;
        };
    }

    @ArchTest
    static final ArchRule noLocksNoAtomicsNoThreads = noClasses()
            .that(ON_THE_PATH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.invoke.VarHandle");

    @ArchTest
    static final ArchRule noSynchronizedMethods =
            noMethods().that().areDeclaredInClassesThat(ON_THE_PATH).should().haveModifier(JavaModifier.SYNCHRONIZED);

    /** Blocks leave no trace that the rules above could see. */
    @ArchTest
    static void noSynchronizedBlocks(JavaClasses classes) throws IOException {
        int read = 0;
        for (JavaClass type : classes.that(ON_THE_PATH)) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                String module = type.getPackageName().endsWith("udfs") ? "../udfs/" : "";
                Path source = Path.of(module + "src/main/java", type.getName().replace('.', '/') + ".java");
                assertThat(Files.readString(source)).as(type.getName()).doesNotContain("synchronized (");
                read++;
            }
        }
        assertThat(read).isGreaterThan(30);
    }
}

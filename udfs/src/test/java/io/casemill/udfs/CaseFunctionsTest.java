package io.casemill.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFunctionsTest {

    @Test
    void load_findsTheBuiltInModels() {
        CaseFunctions functions = CaseFunctions.load(getClass().getClassLoader());

        assertThat(functions.names())
                .containsExactly("cantilever", "ishigami", "noop", "rc-ladder", "rc-lowpass", "rlc-step", "rosenbrock");
        assertThat(functions.find("cantilever")).isInstanceOf(Cantilever.class);
        assertThat(functions.find("no-such")).isNull();
    }

    @Test
    void everyModel_hasAVersion() {
        CaseFunctions functions = CaseFunctions.load(getClass().getClassLoader());

        assertThat(functions.names()).allSatisfy(name -> {
            CaseFunction function = Objects.requireNonNull(functions.find(name));
            assertThat(function.version()).isNotBlank();
        });
    }

    @Test
    void theArguments_haveTheOrderOfTheDesign() {
        assertThat(names(new Cantilever())).containsExactly("w", "t", "X", "Y", "R", "E");
        assertThat(names(new Ishigami())).containsExactly("x1", "x2", "x3");
        assertThat(names(new Rosenbrock())).containsExactly("x", "y");
        assertThat(names(new RcLowpass())).containsExactly("r", "c", "f");
        assertThat(names(new RcLadder())).containsExactly("r", "c", "sections");
        assertThat(names(new RlcStep())).containsExactly("r", "l", "c", "v");
        assertThat(names(new Noop())).isEmpty();
    }

    @Test
    void of_equalNames_namesBothClasses() {
        assertThatThrownBy(() -> CaseFunctions.of(List.of(new Noop(), new Made("noop", "1", List.of("a")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'noop'")
                .hasMessageContaining(Noop.class.getName())
                .hasMessageContaining(Made.class.getName())
                .hasMessageContaining("rename one");
    }

    @Test
    void of_illegalName_isRefused() {
        for (String name : List.of("", "Noop", "9lives", "a_b", "a/../b", "\u0430bc")) {
            assertThatThrownBy(() -> CaseFunctions.of(List.of(new Made(name, "1", List.of("a")))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Made.class.getName())
                    .hasMessageContaining("lower-case");
        }
    }

    @Test
    void of_noOutput_isRefused() {
        assertThatThrownBy(() -> CaseFunctions.of(List.of(new Made("made", "1", List.of()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no output");
    }

    @Test
    void of_outputTwice_isRefused() {
        assertThatThrownBy(() -> CaseFunctions.of(List.of(new Made("made", "1", List.of("a", "a")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'a' twice");
    }

    @Test
    void of_emptyVersion_isRefused() {
        assertThatThrownBy(() -> CaseFunctions.of(List.of(new Made("made", " ", List.of("a")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version");
    }

    @Test
    void load_classThatIsMissing_saysWhich(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CaseFunction.class.getName()), "com.example.Gone\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> CaseFunctions.load(loader))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.example.Gone")
                    .hasMessageContaining("META-INF/services");
        }
    }

    private static List<String> names(CaseFunction function) {
        return function.arguments().stream().map(Argument::name).toList();
    }

    private record Made(String name, String version, List<String> columns) implements CaseFunction {
        @Override
        public List<Argument> arguments() {
            return List.of();
        }

        @Override
        public List<Output> outputs() {
            return columns.stream().map(column -> new Output(column, "")).toList();
        }

        @Override
        public Model open() {
            return (in, out) -> {};
        }
    }
}

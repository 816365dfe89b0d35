package onward.trial.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutantTest {
    private static final Path HOME = Product.home();

    @TempDir
    Path scratch;

    static Stream<String> mutants() {
        return Mutant.all().stream().map(Mutant::id);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void every_mutant_applies_and_compiles(String id) {
        Mutant mutant = Mutant.of(id);

        Path classes =
                new Overlay(HOME, Product.classPath(), scratch).with(mutant).build();

        assertThat(classes).isNotEmptyDirectory();
        assertThat(mutant.rule()).isNotBlank();
        assertThat(mutant.flags()).isNotEmpty();
    }

    @Test
    void the_index_names_every_mutant_there_is() throws IOException {
        Path directory = HOME.resolve("modules/trial/src/main/resources/mutants");
        try (Stream<Path> files = Files.list(directory)) {
            List<String> patches = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".patch"))
                    .map(name -> name.replace(".patch", ""))
                    .toList();

            assertThat(mutants()).containsExactlyInAnyOrderElementsOf(patches);
        }
    }

    @Test
    void a_text_that_is_there_twice_or_not_at_all_does_not_fit() {
        var twice = new Edit("a.sql", "x", "y");

        assertThatThrownBy(() -> twice.applyTo("x x")).isInstanceOf(DoesNotFit.class);
        assertThatThrownBy(() -> twice.applyTo("z")).isInstanceOf(DoesNotFit.class);
        assertThat(twice.applyTo("axb")).isEqualTo("ayb");
    }

    @Test
    void a_patch_may_have_several_edits_in_several_files() {
        Patch patch = Patch.parse("P", """
                rule: All is well.

                === a.sql
                --- find
                one
                two
                --- instead

                --- find
                three
                --- instead
                four

                === b.sql
                --- find
                five
                --- instead
                six
                """);

        assertThat(patch.head()).isEqualTo(Map.of("rule", "All is well."));
        assertThat(patch.edits())
                .containsExactly(
                        new Edit("a.sql", "one\ntwo", ""),
                        new Edit("a.sql", "three", "four"),
                        new Edit("b.sql", "five", "six"));
    }
}

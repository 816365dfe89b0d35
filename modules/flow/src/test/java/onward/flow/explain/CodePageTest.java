package onward.flow.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/explain.md has the codes that there are, by their numbers and in the same words. */
class CodePageTest {
    private static final Path PAGE = Path.of("../../docs/explain.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\| `\\w+` \\| .*$");

    @Test
    void the_page_has_every_code_with_a_number() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group())
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(Code.values())
                        .filter(code -> code.number() != null)
                        .map(code -> "| " + code.number() + " | `" + code.word() + "` | " + code.explanation() + " |")
                        .toList());
    }

    @Test
    void the_page_names_those_without_one() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Code.values()).allSatisfy(code -> assertThat(page).contains("`" + code.word() + "`"));
    }
}

package onward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/compatibility.md has one row for each endpoint, and says of it one of three words. */
class CompatibilityPageTest {
    private static final Path PAGE = Path.of("../../docs/compatibility.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ /[^`]+)` \\| (\\w+) \\| (.*?) ?\\|$");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    private static String endpoint(String written) {
        return written.replaceAll("[:{][A-Za-z_]+}?", ":");
    }

    @Test
    void every_endpoint_has_one_row() throws IOException {
        List<String> routes = OpenApiTest.operations().keySet().stream()
                .map(name -> endpoint(name))
                .toList();
        List<String> rows = rows().stream()
                .filter(row -> !row.group(3).startsWith("not there"))
                .map(row -> endpoint(row.group(1)))
                .toList();

        assertThat(rows)
                .as("Expected one row in docs/compatibility.md for each operation of the OpenAPI document")
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void every_row_says_one_of_three_words() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(Set.of("same", "differs", "additive"))
                        .as(row.group())
                        .contains(row.group(2)));
    }
}

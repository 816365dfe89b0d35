package onward.bench.house;

import java.nio.file.Path;
import java.util.List;

/**
 * Where servers are started and from what.
 *
 * @param program the server, as words for Java: {@code -jar} and the jar
 * @param javaOptions for its Java
 * @param estate what it belongs to
 * @param databaseSettings lines for the embedded database, beside the server's
 * @param databaseUrl an empty database to use; null for an embedded one
 */
public record Premises(
        List<String> program,
        List<String> javaOptions,
        Estate estate,
        List<String> databaseSettings,
        String databaseUrl) {

    /** For data and log of one server. */
    Path directory(String name) {
        return estate.directory().resolve(name);
    }
}

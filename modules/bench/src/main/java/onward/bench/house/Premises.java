package onward.bench.house;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a server is started and from what.
 *
 * @param jar the server
 * @param javaOptions for its Java
 * @param directory for its data and log, empty
 * @param keeps whether that stays afterwards
 * @param databaseSettings lines for the embedded database, beside the server's
 * @param databaseUrl an empty database to use; null for an embedded one
 */
public record Premises(
        Path jar,
        List<String> javaOptions,
        Path directory,
        boolean keeps,
        List<String> databaseSettings,
        String databaseUrl) {}

package onward.app.rehearse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onward.app.config.BadConfig;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;
import onward.flow.graph.Automation;
import onward.flow.graph.Blueprint;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;

/**
 * An automation in a file: what {@code POST /automations} takes, of which name, steps, connections, entry and exit
 * count.
 */
record Definition(String name, Automation automation) {

    /** How large a file of JSON may be, as large as a request. */
    private static final long FILE_BYTES_MAX = 1024 * 1024;

    private static final int PROBLEMS_SHOWN_MAX = 20;

    /** Reads an automation that could be enabled, or refuses the command with everything that is wrong with it. */
    static Definition read(Path file) {
        Map<String, Object> fields = object(file);
        Result<Automation> read = Blueprint.read(fields);
        if (!read.isOk()) {
            throw new BadConfig(read.problems().stream()
                    .limit(PROBLEMS_SHOWN_MAX)
                    .map(problem -> line(file, problem))
                    .toList());
        }
        String name = fields.get("name") instanceof String text && !text.isBlank()
                ? text
                : file.getFileName().toString();
        return new Definition(name, read.value());
    }

    private static String line(Path file, Problem problem) {
        return problem.path().isEmpty()
                ? file + ": " + problem.message()
                : file + ": " + problem.path() + ": " + problem.message();
    }

    /** The object that is all of a file. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw refused(file, "expected at most " + FILE_BYTES_MAX + " bytes, found " + Files.size(file) + ".");
            }
            if (JsonReader.read(Files.readAllBytes(file)) instanceof Map<?, ?> fields) {
                return (Map<String, Object>) fields;
            }
            throw refused(file, "expected a JSON object, found another value.");
        } catch (JsonFault e) {
            throw refused(file, e.getMessage() + ", at character " + e.position() + ".");
        } catch (IOException e) {
            throw refused(file, "expected a file that can be read, found: " + e);
        }
    }

    private static BadConfig refused(Path file, String message) {
        return new BadConfig(List.of(file + ": " + message));
    }
}

package onward.app.rehearse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onward.app.config.BadConfig;
import onward.app.config.Flags;

/**
 * What the command line asks for.
 *
 * @param against another version to compare with, or null
 * @param expect the file of expectations, or null
 * @param isJson whether the report is told as JSON
 */
record Order(Path automation, Path events, Path against, Path expect, Span span, boolean isJson) {
    private static final String JSON = "--json";
    private static final Set<String> FLAGS = new LinkedHashSet<>(List.of("--against", "--expect", "--at", JSON));

    static Order read(List<String> args) {
        // The one flag without a value.
        List<String> others = args.stream().filter(arg -> !arg.equals(JSON)).toList();
        Flags flags = Flags.read(others, FLAGS);
        List<String> problems = new ArrayList<>(flags.problems());
        if (flags.words().size() != 2) {
            problems.add("Expected two files, AUTOMATION.json and EVENTS.ndjson, found " + flags.words() + ".");
        }
        List<Path> files =
                flags.words().stream().map(word -> readable(word, problems)).toList();
        Path against = readable(flags.get("--against", null), problems);
        Path expect = readable(flags.get("--expect", null), problems);
        Optional<Span> span = Span.read(flags.get("--at", ".."));
        if (span.isEmpty()) {
            problems.add("--at: expected FIRST..LAST like 2026-01-01..2026-03-31, one of which may be left out, found "
                    + flags.get("--at", "") + ".");
        }
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        return new Order(files.get(0), files.get(1), against, expect, span.get(), others.size() < args.size());
    }

    private static Path readable(String name, List<String> problems) {
        if (name == null) {
            return null;
        }
        Path file = Path.of(name);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add("Expected a file that can be read, found " + name + ".");
        }
        return file;
    }
}

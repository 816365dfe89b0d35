package onward.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line taken apart: {@code --name value} and {@code --name=value} for the names that are known,
 * and the words that stand alone. What is wrong is kept as text, so that all of it can be told at once.
 *
 * @param values by flag, dashes included; the last one wins
 */
public record Flags(Map<String, String> values, List<String> words, List<String> problems) {

    /** Reads the arguments after the command's own name. */
    public static Flags read(List<String> args, Set<String> known) {
        var flags = new Flags(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < args.size(); i++) {
            i += flags.take(args, i, known);
        }
        return flags;
    }

    /** The value of a flag, or the fallback. */
    public String get(String flag, String fallback) {
        return values.getOrDefault(flag, fallback);
    }

    /** Takes one argument; answers how many more it used up. */
    private int take(List<String> args, int i, Set<String> known) {
        String arg = args.get(i);
        if (!arg.startsWith("--")) {
            words.add(arg);
            return 0;
        }
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        if (!known.contains(name)) {
            problems.add("Expected one of " + String.join(", ", known) + "; found " + name + ".");
            return equals < 0 && hasValue(args, i) ? 1 : 0;
        }
        if (equals < 0 && !hasValue(args, i)) {
            problems.add("Expected a value after " + name + ", found none.");
            return 0;
        }
        values.put(name, equals < 0 ? args.get(i + 1) : arg.substring(equals + 1));
        return equals < 0 ? 1 : 0;
    }

    private static boolean hasValue(List<String> args, int i) {
        return i + 1 < args.size() && !args.get(i + 1).startsWith("--");
    }
}

package onward.app.operate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command's arguments, its own apart from the settings that any command takes.
 *
 * @param own the values of the command's own flags
 * @param switches those of its flags without a value that were there
 * @param words what stands alone, in its order
 * @param settings everything else, for {@link onward.app.config.Config}, which refuses what it does not know
 */
record Arguments(Map<String, String> own, Set<String> switches, List<String> words, List<String> settings) {

    static Arguments read(List<String> args, Set<String> ownFlags, Set<String> ownSwitches) {
        var read = new Arguments(new HashMap<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < args.size(); i++) {
            i += read.take(args, i, ownFlags, ownSwitches);
        }
        return read;
    }

    boolean has(String flag) {
        return switches.contains(flag);
    }

    /** Takes one argument; answers how many more it used up. */
    private int take(List<String> args, int i, Set<String> ownFlags, Set<String> ownSwitches) {
        String arg = args.get(i);
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        boolean takesNext =
                equals < 0 && i + 1 < args.size() && !args.get(i + 1).startsWith("--");
        if (!arg.startsWith("--")) {
            words.add(arg);
            return 0;
        }
        if (ownSwitches.contains(arg)) {
            switches.add(arg);
            return 0;
        }
        if (ownFlags.contains(name) && (equals >= 0 || takesNext)) {
            own.put(name, equals < 0 ? args.get(i + 1) : arg.substring(equals + 1));
            return equals < 0 ? 1 : 0;
        }
        settings.addAll(args.subList(i, takesNext ? i + 2 : i + 1));
        return takesNext ? 1 : 0;
    }
}

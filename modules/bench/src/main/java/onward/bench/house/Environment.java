package onward.bench.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the numbers of a bench depend on beside the program: machine, Java, database and its settings. */
public final class Environment {
    private static final String SETTINGS = """
            select string_agg(name || ' ' || current_setting(name), ', ' order by at)
            from unnest(array[
              'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'effective_cache_size', 'work_mem',
              'max_wal_size', 'checkpoint_timeout', 'checkpoint_completion_target', 'wal_compression', 'autovacuum',
              'max_connections', 'track_commit_timestamp']) with ordinality as s (name, at)""";

    private Environment() {}

    /** By what it is, in words. */
    public static Map<String, String> of(House house) {
        var facts = machine();
        facts.put("server", house.java());
        facts.put("postgresql", house.database().text("select current_setting('server_version')"));
        facts.put("settings", house.database().text(SETTINGS));
        return facts;
    }

    /** The machine and our own Java. */
    public static Map<String, String> machine() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", ProcessCost.machineMebibytes() + " MiB");
        facts.put("kernel", System.getProperty("os.name") + " " + kernel() + " " + System.getProperty("os.arch"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return facts;
    }

    private static String kernel() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException unknown) {
            return System.getProperty("os.version");
        }
    }
}

package onward.bench.work;

import onward.bench.house.House;
import onward.bench.house.Usage;

/** What work cost, told in the same words by every workload. */
final class Cost {
    private static final double MEBIBYTE = 1024 * 1024;

    private Cost() {}

    /**
     * What each unit took.
     *
     * @param key what the names of the numbers begin with
     * @param unit of what was done, as "run"
     */
    static void put(Sheet sheet, String key, Usage used, long units, String unit) {
        double thousands = units / 1_000.0;
        sheet.put(key + "_cpu_seconds", "CPU per 1,000 " + unit + "s, server + database", used.cpu() / thousands, "s")
                .put(key + "_server_cpu_seconds", "  server", used.serverCpu() / thousands, "s")
                .put(key + "_database_cpu_seconds", "  database", used.databaseCpu() / thousands, "s")
                .put(key + "_driver_cpu_seconds", "  (driver, not counted)", used.driverCpu() / thousands, "s")
                .put(key + "_commits", "commits per " + unit, used.commits() / (double) units, "")
                .put(key + "_wal_bytes", "WAL per " + unit, used.walBytes() / (double) units, "bytes")
                .put(key + "_database_bytes", "database per " + unit, used.dataBytes() / (double) units, "bytes");
    }

    /** The most memory at any moment so far. */
    static void memory(Sheet sheet, House house) {
        sheet.part("Memory at its peak")
                .put("server_peak_mebibytes", "server", house.serverPeakBytes() / MEBIBYTE, "MiB")
                .put("database_peak_mebibytes", "database, all processes", house.databasePeakBytes() / MEBIBYTE, "MiB");
    }
}

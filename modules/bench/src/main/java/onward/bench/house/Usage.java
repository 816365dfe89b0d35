package onward.bench.house;

/**
 * What was used until an instant, or between two.
 *
 * @param serverCpu seconds
 * @param databaseCpu seconds; NaN when the database is not ours to look at
 * @param driverCpu seconds of this process
 * @param commits transactions that wrote, by the counter of transaction ids
 */
public record Usage(
        long nanos,
        double serverCpu,
        double databaseCpu,
        double driverCpu,
        long commits,
        long walBytes,
        long dataBytes) {

    public Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos,
                serverCpu - before.serverCpu,
                databaseCpu - before.databaseCpu,
                driverCpu - before.driverCpu,
                commits - before.commits,
                walBytes - before.walBytes,
                dataBytes - before.dataBytes);
    }

    public double seconds() {
        return nanos / 1e9;
    }

    /** Server and database together. */
    public double cpu() {
        return serverCpu + databaseCpu;
    }
}

package onward.bench.mail;

/** What the sink took since it was reset; asked for by one thread and added to by others. */
public final class Taken {
    private long mails;
    private long recipients;
    private long bytes;
    private long connections;
    private long firstNanos;
    private long lastNanos;

    synchronized void connection() {
        connections++;
    }

    /** The final dot of a mail came. */
    synchronized void mail(int to, long size) {
        lastNanos = System.nanoTime();
        firstNanos = mails == 0 ? lastNanos : firstNanos;
        mails++;
        recipients += to;
        bytes += size;
    }

    synchronized void reset() {
        mails = 0;
        recipients = 0;
        bytes = 0;
        connections = 0;
    }

    synchronized Report report() {
        return new Report(mails, recipients, bytes, connections, mails == 0 ? 0 : lastNanos - firstNanos);
    }

    /**
     * What was taken.
     *
     * @param connections that were opened
     * @param nanos from the first final dot to the last
     */
    public record Report(long mails, long recipients, long bytes, long connections, long nanos) {
        String line() {
            return mails + " " + recipients + " " + bytes + " " + connections + " " + nanos;
        }

        static Report read(String line) {
            String[] numbers = line.split(" ", -1);
            return new Report(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    Long.parseLong(numbers[4]));
        }
    }
}

package onward.channel.dns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the name server that this machine uses. */
public final class DnsTextRecords implements TextRecords {
    /** How long an answer may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** How many pieces of records of a name are looked at. */
    static final int RECORDS_MAX = 100;

    private static final int PIECE_CHARS_MAX = 255;

    private final DnsClient client;

    public DnsTextRecords(Vertx vertx) {
        this(vertx, new DnsClientOptions());
    }

    DnsTextRecords(Vertx vertx, DnsClientOptions options) {
        this.client = vertx.createDnsClient(options.setQueryTimeout(TIMEOUT.toMillis()));
    }

    @Override
    public Future<List<String>> of(String name) {
        return client.resolveTXT(name)
                .map(found -> joined(found.stream().limit(RECORDS_MAX).toList()))
                .recover(fault -> isAbsent(fault) ? Future.succeededFuture(List.of()) : Future.failedFuture(fault));
    }

    /** The client gives the pieces of all records in a row; a piece that is full goes on in the next (RFC 1035, 3.3). */
    private static List<String> joined(List<String> pieces) {
        var records = new ArrayList<String>();
        var record = new StringBuilder();
        for (String piece : pieces) {
            record.append(piece);
            if (piece.length() < PIECE_CHARS_MAX) {
                records.add(record.toString());
                record.setLength(0);
            }
        }
        if (record.length() > 0) {
            records.add(record.toString());
        }
        return records;
    }

    private static boolean isAbsent(Throwable fault) {
        return fault instanceof DnsException answered && answered.code() == DnsResponseCode.NXDOMAIN;
    }
}

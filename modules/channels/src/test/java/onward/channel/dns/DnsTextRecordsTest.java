package onward.channel.dns;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.DnsClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TXT records, from a name server of the test's own. */
class DnsTextRecordsTest {
    private static final int NO_ERROR = 0x8180;
    private static final int SERVER_FAILURE = 0x8182;
    private static final int NO_SUCH_NAME = 0x8183;

    private Vertx vertx;
    private DatagramSocket server;
    private DnsTextRecords records;
    private int flags = NO_ERROR;
    private List<List<String>> answers = List.of();

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        server = done(vertx.createDatagramSocket().listen(0, "127.0.0.1"));
        server.handler(this::answer);
        records = new DnsTextRecords(
                vertx,
                new DnsClientOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.localAddress().port()));
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    /** RFC 1035, section 4.1: the header, the question as it came, and one answer a record. */
    private void answer(DatagramPacket asked) {
        Buffer query = asked.data();
        int end = 12;
        while (query.getByte(end) != 0) {
            end += 1 + query.getUnsignedByte(end);
        }
        var reply = Buffer.buffer()
                .appendBuffer(query.getBuffer(0, 2))
                .appendUnsignedShort(flags)
                .appendUnsignedShort(1)
                .appendUnsignedShort(answers.size())
                .appendInt(0)
                .appendBuffer(query.getBuffer(12, end + 5));
        for (List<String> pieces : answers) {
            var data = Buffer.buffer();
            pieces.forEach(piece -> data.appendUnsignedByte((short) piece.length())
                    .appendBytes(piece.getBytes(StandardCharsets.US_ASCII)));
            reply.appendUnsignedShort(0xc00c)
                    .appendUnsignedShort(16)
                    .appendUnsignedShort(1)
                    .appendInt(60)
                    .appendUnsignedShort(data.length())
                    .appendBuffer(data);
        }
        server.send(reply, asked.sender().port(), asked.sender().host());
    }

    @Test
    void records_are_whole_however_they_were_cut() throws Exception {
        String piece = "k".repeat(255);
        answers = List.of(List.of("v=spf1 mx ~all"), List.of(piece, "rest"));

        assertThat(done(records.of("example.com"))).containsExactlyInAnyOrder("v=spf1 mx ~all", piece + "rest");
    }

    @Test
    void a_name_that_is_not_there_has_no_records() throws Exception {
        flags = NO_SUCH_NAME;

        assertThat(done(records.of("nowhere.example"))).isEmpty();
    }

    @Test
    void a_name_without_such_records_has_none() throws Exception {
        assertThat(done(records.of("example.com"))).isEmpty();
    }

    @Test
    void a_server_that_fails_says_nothing() {
        flags = SERVER_FAILURE;

        assertThat(records.of("example.com").toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20));
    }
}

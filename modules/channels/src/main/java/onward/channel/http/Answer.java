package onward.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import onward.channel.http.HttpReply.Answered;

/** Reads an answer until its end or until {@link HttpCaller#RESPONSE_BYTES_MAX}, and no further. */
final class Answer {
    private final HttpClientResponse response;
    private final Buffer body = Buffer.buffer();
    private final Promise<Answered> whole = Promise.promise();

    private Answer(HttpClientResponse response) {
        this.response = response;
    }

    /**
     * To be called where the response arrives, before its body does.
     *
     * @return the answer; failed when the connection broke before its end
     */
    static Future<Answered> of(HttpClientResponse response) {
        var answer = new Answer(response);
        response.exceptionHandler(answer.whole::tryFail);
        response.endHandler(end -> answer.finish(false));
        response.handler(answer::add);
        return answer.whole.future();
    }

    private void add(Buffer part) {
        int room = HttpCaller.RESPONSE_BYTES_MAX - body.length();
        body.appendBuffer(part, 0, Math.min(room, part.length()));
        if (part.length() > room) {
            finish(true);
        }
    }

    private void finish(boolean isTruncated) {
        if (!whole.future().isComplete()) {
            whole.tryComplete(
                    new Answered(response.statusCode(), headers(), text(body.getBytes(), isTruncated), isTruncated));
        }
    }

    private Map<String, String> headers() {
        Map<String, String> kept = new TreeMap<>();
        for (String name : Answered.HEADERS) {
            String value = response.getHeader(name);
            if (value != null) {
                kept.put(name, storable(value));
            }
        }
        return kept;
    }

    /** A character that the cut went through is left out. */
    static String text(byte[] bytes, boolean isTruncated) {
        var text = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes), text, !isTruncated);
        return storable(text.flip().toString());
    }

    /** PostgreSQL has no text with U+0000 in it. */
    private static String storable(String text) {
        return text.replace('\u0000', '\ufffd');
    }
}

package onward.web.ui;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a form as browsers send it, with a bound of its own: one field may be as long as the form, which the server's
 * own reading of forms does not allow. Fields come in their order, and with the line ends of text files. The request has
 * to be paused: nothing of a form is read before somebody may send one.
 */
final class FormBody {
    private static final int FIELDS_MAX = 1_000;

    private FormBody() {}

    /** Puts the fields into the request's form attributes; fails with a {@link PageProblem}. */
    static Future<Void> read(HttpServerRequest request, int bytesMax) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > bytesMax) {
                whole.tryFail(PageProblem.tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        request.resume();
        return whole.future().map(read -> {
            fill(request, read);
            return null;
        });
    }

    private static void fill(HttpServerRequest request, Buffer body) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw PageProblem.foreignForm();
        }
        try {
            fill(request, body.toString(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            throw PageProblem.badQuestion("Expected a form as browsers send it, found something else.");
        }
    }

    private static void fill(HttpServerRequest request, String body) {
        String[] pairs = body.split("&", FIELDS_MAX + 1);
        if (pairs.length > FIELDS_MAX) {
            throw new IllegalArgumentException("Too many fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            request.formAttributes().add(text(name), equals < 0 ? "" : text(pair.substring(equals + 1)));
        }
    }

    private static String text(String encoded) {
        String text = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("U+0000, which no text has");
        }
        return text.replace("\r\n", "\n");
    }
}

package onward.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import onward.channel.http.HttpReply.Blocked;
import onward.channel.http.HttpReply.Downloaded;

/** Reads the whole content of an answer, as bytes; one that is too large, or no success, is Blocked. */
final class Download {
    private final HttpClientResponse response;
    private final int bytesMax;
    private final Buffer content = Buffer.buffer();
    private final Promise<HttpReply> whole = Promise.promise();

    private Download(HttpClientResponse response, int bytesMax) {
        this.response = response;
        this.bytesMax = bytesMax;
    }

    /** To be called where the response arrives, before its content does. */
    static Future<HttpReply> of(HttpClientResponse response, int bytesMax) {
        if (response.statusCode() != 200) {
            return Future.succeededFuture(new Blocked("Expected the status 200 and a file, found the status "
                    + response.statusCode() + ". Redirects are not followed."));
        }
        var download = new Download(response, bytesMax);
        response.exceptionHandler(download.whole::tryFail);
        response.endHandler(end -> download.finish());
        response.handler(download::add);
        return download.whole.future();
    }

    private void add(Buffer part) {
        if (content.length() + part.length() > bytesMax) {
            whole.tryComplete(new Blocked("Expected a file of at most " + bytesMax + " bytes, found a larger one."));
        } else if (!whole.future().isComplete()) {
            content.appendBuffer(part);
        }
    }

    private void finish() {
        whole.tryComplete(new Downloaded(response.getHeader("content-type"), content.getBytes()));
    }
}

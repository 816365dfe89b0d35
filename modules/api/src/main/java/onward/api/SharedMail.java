package onward.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import onward.flow.fact.Durations;
import onward.flow.message.Attachment;
import onward.flow.message.Envelope;
import onward.store.Store;
import onward.store.table.Attachments;
import onward.store.table.Envelopes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /emails/:id/share} makes a link to a mail, and here it leads. What somebody wrote into a mail is shown
 * in a sandbox of its own: it runs no script and is of no origin, so it reaches neither the dashboard nor the API.
 */
final class SharedMail {
    /** How long a link to a mail works at most, and when nobody says. */
    static final Duration LINK_AGE_MAX = Duration.ofHours(48);

    private static final Logger LOG = LoggerFactory.getLogger(SharedMail.class);
    private static final String POLICY =
            "sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; font-src https:";

    private final Store store;
    private final Links links;

    SharedMail(Store store, Links links) {
        this.store = store;
        this.links = links;
    }

    void register(Routes routes) {
        routes.post("/emails/:emailId/share", this::share);
    }

    void mount(Router router) {
        // Not by a path: then the router would look at every path, and refuse some before the face can.
        router.get().handler(context -> {
            String path = String.valueOf(context.request().path());
            if (path.startsWith(Links.PATH)) {
                show(context, path.substring(Links.PATH.length()));
            } else {
                context.next();
            }
        });
    }

    private Future<Answer> share(Call call) {
        UUID id = Noun.EMAIL.id(call);
        Duration age = age(call.fields());
        return Envelopes.find(store.client(), call.projectId(), id)
                .map(Noun.EMAIL::existing)
                .compose(mail -> store.now())
                .compose(now -> links.to(call.projectId(), id, null, now.plus(age)))
                .map(url -> {
                    var body = Noun.EMAIL.body(id);
                    body.put("url", url);
                    return Answer.ok(body);
                });
    }

    private static Duration age(Fields fields) {
        Object given = fields.raw("expires_in");
        if (given == null) {
            return LINK_AGE_MAX;
        }
        var age = Durations.read(given);
        if (!age.isOk()) {
            throw NativeErrors.validation(
                    "`expires_in`: " + age.problems().get(0).message());
        }
        if (age.value().compareTo(LINK_AGE_MAX) > 0) {
            throw NativeErrors.validation("expires_in must not exceed 48 hours");
        }
        return age.value();
    }

    private void show(RoutingContext context, String token) {
        HttpServerResponse response = context.response()
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-robots-tag", "noindex")
                .putHeader("cache-control", "no-store");
        store.now()
                .compose(now -> links.open(token, now))
                .compose(opened -> opened.isEmpty()
                        ? Future.succeededFuture(false)
                        : opened.get().fileId() == null ? mail(response, opened.get()) : file(response, opened.get()))
                .onSuccess(isThere -> {
                    if (!isThere) {
                        text(response.setStatusCode(404), "text/plain", "This link leads nowhere, or not any more.");
                    }
                })
                .onFailure(fault -> {
                    LOG.error("Expected to show what a link opens, found a fault.", fault);
                    text(response.setStatusCode(500), "text/plain", "Something went wrong on our side.");
                });
    }

    private Future<Boolean> mail(HttpServerResponse response, Links.Opened opened) {
        return Envelopes.find(store.client(), opened.projectId(), opened.emailId())
                .map(found -> {
                    found.map(Envelopes.Posted::envelope).ifPresent(mail -> show(response, mail));
                    return found.isPresent();
                });
    }

    private static void show(HttpServerResponse response, Envelope mail) {
        boolean hasHtml = mail.html() != null;
        text(response, hasHtml ? "text/html" : "text/plain", hasHtml ? mail.html() : mail.text());
    }

    private static void text(HttpServerResponse response, String type, String text) {
        response.putHeader("content-type", type + "; charset=utf-8").end(text == null ? "" : text);
    }

    private Future<Boolean> file(HttpServerResponse response, Links.Opened opened) {
        return Attachments.find(store.client(), opened.projectId(), opened.emailId(), opened.fileId())
                .map(found -> sent(response, found));
    }

    /** Always as a download, whatever it is; the name as RFC 6266 writes it. */
    private static boolean sent(HttpServerResponse response, Optional<Attachment> found) {
        found.ifPresent(file -> {
            String name =
                    URLEncoder.encode(file.filename(), StandardCharsets.UTF_8).replace("+", "%20");
            response.putHeader("content-type", Attachment.CONTENT_TYPE_UNKNOWN)
                    .putHeader("content-disposition", "attachment; filename*=UTF-8''" + name)
                    .end(Buffer.buffer(file.content()));
        });
        return found.isPresent();
    }
}

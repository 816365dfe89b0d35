package onward.web.track;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onward.bus.Address;
import onward.bus.Bell;
import onward.flow.fact.Ids;
import onward.flow.message.HeaderValue;
import onward.flow.message.MailEvent;
import onward.flow.message.TrackedHtml;
import onward.store.MailLinks;
import onward.store.MailLinks.Place;
import onward.store.Store;
import onward.store.table.Envelopes;
import onward.store.table.MailTracking;
import onward.store.table.Outbox;
import onward.store.table.Outbox.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /o/:token} and {@code /c/:token}. A picture is shown to everybody, whether it is one of ours or not. A link
 * leads only to what stands at its number in its mail; what cannot be written down holds up nobody.
 */
public final class TrackRoutes {
    /** How much of what a browser says of itself is kept. */
    static final int USER_AGENT_CHARS_MAX = 500;

    private static final Logger LOG = LoggerFactory.getLogger(TrackRoutes.class);

    /** A GIF of one transparent pixel. */
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private final Store store;
    private final MailLinks links;
    private final Bell bell;
    private final Ids ids = Ids.from(new SecureRandom());

    public TrackRoutes(Store store, MailLinks links, Bell bell) {
        this.store = store;
        this.links = links;
        this.bell = bell;
    }

    public void open(RoutingContext context) {
        links.read(MailLinks.OPEN, context.pathParam("token"))
                .filter(place -> isGet(context))
                .ifPresent(place -> note(place, MailTracking::opened, at -> opened(context, at)));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "image/gif")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(PIXEL));
    }

    public void click(RoutingContext context) {
        Optional<Place> place = links.read(MailLinks.CLICK, context.pathParam("token"));
        target(place)
                .onSuccess(target -> {
                    if (target.isPresent() && isGet(context)) {
                        note(place.orElseThrow(), MailTracking::clicked, at -> clicked(context, target.get(), at));
                    }
                    lead(context, target);
                })
                .onFailure(context::fail);
    }

    private static boolean isGet(RoutingContext context) {
        return context.request().method().name().equals("GET");
    }

    /** What stands at that number in that mail, if its links lead here. */
    private Future<Optional<String>> target(Optional<Place> place) {
        return place.isEmpty() ? Future.succeededFuture(Optional.empty()) : target(place.get());
    }

    private Future<Optional<String>> target(Place place) {
        return MailTracking.hasLinks(store.client(), place.projectId(), place.envelopeId())
                .compose(tracked -> tracked
                        ? Envelopes.find(store.client(), place.projectId(), place.envelopeId())
                        : Future.succeededFuture(Optional.<Envelopes.Posted>empty()))
                .map(found -> found.filter(mail -> mail.envelope().html() != null)
                        .map(mail -> TrackedHtml.of(mail.envelope().html()).links())
                        .filter(urls -> place.number() >= 0 && place.number() < urls.size())
                        .map(urls -> urls.get(place.number())));
    }

    private static void lead(RoutingContext context, Optional<String> target) {
        var response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (target.isPresent()) {
            response.setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, ascii(target.get()))
                    .end();
        } else {
            response.setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end("This link does not exist.");
        }
    }

    /** A header holds ASCII alone (RFC 9110, section 5.5); what is not is percent-encoded, as a browser does. */
    private static String ascii(String url) {
        var text = new StringBuilder(url.length());
        url.codePoints().forEach(c -> {
            if (c < 0x80) {
                text.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    text.append(String.format("%%%02X", b));
                }
            }
        });
        return text.toString();
    }

    private interface Counter {
        Future<Boolean> count(SqlClient tx, UUID projectId, UUID envelopeId);
    }

    private interface News {
        MailEvent at(Instant now);
    }

    private void note(Place place, Counter counter, News news) {
        store.transaction(tx -> counter.count(tx, place.projectId(), place.envelopeId())
                        .compose(isToTell ->
                                isToTell ? tell(tx, place, news) : Future.succeededFuture(Optional.empty())))
                .onSuccess(told -> {
                    if (told.filter(Told::isHeard).isPresent()) {
                        bell.ring(Address.WAKE_RUNNER);
                    }
                })
                .onFailure(fault ->
                        LOG.warn("Expected to note what became of mail {}, found a fault.", place.envelopeId(), fault));
    }

    private Future<Optional<Told>> tell(SqlClient tx, Place place, News news) {
        return store.now(tx)
                .compose(now -> Outbox.tell(tx, place.projectId(), place.envelopeId(), news.at(now), now, now, ids));
    }

    private static MailEvent opened(RoutingContext context, Instant at) {
        return new MailEvent("opened", Map.of("open", visitor(context, at)));
    }

    private static MailEvent clicked(RoutingContext context, String link, Instant at) {
        Map<String, Object> click = visitor(context, at);
        click.put("link", link);
        return new MailEvent("clicked", Map.of("click", click));
    }

    private static Map<String, Object> visitor(RoutingContext context, Instant at) {
        String agent = Optional.ofNullable(context.request().getHeader(HttpHeaders.USER_AGENT))
                .orElse("");
        String clean = HeaderValue.cleaned(agent).text();
        Map<String, Object> visitor = new LinkedHashMap<>();
        visitor.put("ipAddress", context.request().remoteAddress().hostAddress());
        visitor.put("timestamp", at.toString());
        visitor.put("userAgent", clean.substring(0, Math.min(clean.length(), USER_AGENT_CHARS_MAX)));
        return visitor;
    }
}

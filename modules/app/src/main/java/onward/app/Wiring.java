package onward.app;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import onward.api.FaceSettings;
import onward.api.FaceSettings.Fetched;
import onward.api.LogVerticle;
import onward.api.NativeFace;
import onward.api.Outside;
import onward.api.RateLimiter;
import onward.api.RequestLog;
import onward.api.bus.BusVerticle;
import onward.api.bus.FeedVerticle;
import onward.api.bus.SockBridge;
import onward.api.bus.TcpBridge;
import onward.api.sendrealm.SendrealmFace;
import onward.app.config.Config;
import onward.channel.Channel;
import onward.channel.Receipt;
import onward.channel.bounce.BounceReader;
import onward.channel.capture.CaptureChannel;
import onward.channel.fcm.Fcm;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import onward.channel.nowhere.NullChannel;
import onward.channel.push.PushChannel;
import onward.channel.smtp.SmtpChannel;
import onward.channel.smtp.SmtpUrl;
import onward.channel.webpush.WebPush;
import onward.engine.BulkVerticle;
import onward.engine.CallerVerticle;
import onward.engine.CourierVerticle;
import onward.engine.DomainVerticle;
import onward.engine.EngineSettings;
import onward.engine.HookVerticle;
import onward.engine.ImportVerticle;
import onward.engine.IngestVerticle;
import onward.engine.Mailroom;
import onward.engine.MetricsVerticle;
import onward.engine.ProjectKeys;
import onward.engine.RetentionVerticle;
import onward.engine.RunnerVerticle;
import onward.engine.SenderDomains;
import onward.engine.TimerVerticle;
import onward.flow.fact.Problem;
import onward.flow.message.Envelope;
import onward.store.MailLinks;
import onward.store.SecretBox;
import onward.store.Store;
import onward.web.WebRoutes;
import onward.web.login.Login;
import onward.web.ui.House;

/** Which parts there are. A new verticle, channel or face is one line here. */
final class Wiring {
    private final Config config;
    private final Vertx vertx;
    private final Store store;
    private final Map<String, Channel> channels;
    private final Guard guard;
    private final HttpCaller caller;
    private final SecretBox box;
    private final MailLinks links;
    private final SenderDomains domains;
    private final FaceSettings face;
    private final Login login;

    /** @param publicUrl how the outside world reaches the server, asked once it listens */
    Wiring(Config config, Vertx vertx, Store store, SecretBox box, Supplier<String> publicUrl) {
        this.config = config;
        this.box = box;
        this.links = new MailLinks(box, publicUrl);
        this.domains = new SenderDomains(store, box);
        this.vertx = vertx;
        this.store = store;
        this.guard = config.allowsPrivateNetworks() ? Guard.open() : Guard.strict();
        this.caller = new HttpCaller(vertx, guard);
        this.channels = channels();
        this.login = config.requiresLogin() ? Login.required(vertx, config.isReachedOverTls()) : Login.none(vertx);
        this.face = new FaceSettings(
                config.messageIdDomain(),
                publicUrl,
                RateLimiter.of(config.rateLimit()),
                this::fetched,
                config.logsRequests() ? RequestLog.on() : RequestLog.off());
    }

    private Future<Fetched> fetched(String url, int bytesMax) {
        return caller.download(url, bytesMax).map(reply -> {
            if (reply instanceof HttpReply.Downloaded file) {
                return new Fetched(file.content(), file.contentType(), null);
            }
            return Fetched.failed(
                    reply instanceof HttpReply.Blocked blocked
                            ? blocked.problem()
                            : ((HttpReply.Unreached) reply).problem());
        });
    }

    /** The workers, in the order they start; they stop in the reverse order, so that what feeds ends first. */
    Map<String, Supplier<Deployable>> workers() {
        var settings = EngineSettings.of(config.defaultSender(), config.messageIdDomain())
                .with(new Mailroom(links, domains, config.requiresVerifiedDomains()));
        Map<String, Supplier<Deployable>> workers = new LinkedHashMap<>();
        if (face.log().isOn()) {
            workers.put("request log", () -> new LogVerticle(store, face.log()));
        }
        workers.put("courier", () -> new CourierVerticle(store, channels, settings));
        workers.put("caller", () -> new CallerVerticle(store, caller));
        workers.put("webhooks", () -> new HookVerticle(store, box, caller));
        workers.put("domains", () -> new DomainVerticle(store, mailHost()));
        workers.put("importer", () -> new ImportVerticle(store));
        workers.put("retention", () -> new RetentionVerticle(store));
        workers.put("bulk worker", () -> new BulkVerticle(store));
        workers.put("metrics", () -> new MetricsVerticle(store));
        workers.put("runner", () -> new RunnerVerticle(store, settings));
        workers.put("timer", () -> new TimerVerticle(store));
        workers.put("ingest", () -> new IngestVerticle(store));
        workers.put("feed", FeedVerticle::new);
        workers.put("event bus", () -> new BusVerticle(store, face, outside()));
        return workers;
    }

    /** The door for programs in any language. @param boundPort told the port once it listens */
    Deployable busBridge(AtomicInteger boundPort) {
        return new TcpBridge(store, face, outside(), config.host(), config.busPort(), boundPort);
    }

    /** The pages and faces of the HTTP server, the catch-all last. */
    void mount(Router router) {
        if (config.opensBusToBrowsers()) {
            SockBridge.mount(router, vertx, store, face, outside());
        }
        WebRoutes.mountLinks(router, vertx, store, links);
        WebRoutes.mountDashboard(router, vertx, store, login, house());
        SendrealmFace.mount(router, vertx, store, face, config.sendrealmHost());
        NativeFace.mount(router, vertx, store, face, outside());
    }

    /** Sees to it that somebody can come into the dashboard; the path of a link to choose a password, when there is none. */
    Future<Optional<String>> prepareLogin() {
        return login.prepare(store, config.dashboardPassword());
    }

    private House house() {
        return new House(box, url -> guard.problem(url).map(Problem::message), mailHost(), config.inForce());
    }

    private Outside outside() {
        return new Outside(box, url -> guard.problem(url).map(Problem::message), BounceReader::read, mailHost(), links);
    }

    /** The mail server that mails leave through; null when they are captured or dropped. */
    private String mailHost() {
        return config.smtpUrl() == null || config.smtpUrl().equals(NullChannel.URL)
                ? null
                : SmtpUrl.read(config.smtpUrl()).value().host();
    }

    /** Lets go of the channels, after the workers that use them. */
    Future<Void> closeChannels() {
        var closing = new ArrayList<Future<Void>>(
                channels.values().stream().map(Channel::close).toList());
        closing.add(caller.close());
        return Future.join(closing).mapEmpty();
    }

    /** How mails leave, in words for the greeting. */
    String mailWords() {
        if (config.smtpUrl() == null) {
            return "captured (set ONWARD_SMTP_URL to send for real)";
        }
        return config.smtpUrl().equals(NullChannel.URL) ? "counted and dropped (ONWARD_SMTP_URL is null:)" : "by SMTP";
    }

    /** The ways out, by the name that envelopes carry. */
    private Map<String, Channel> channels() {
        Channel mail = mail();
        Channel push = push();
        return Map.of(mail.name(), mail, push.name(), push);
    }

    private Channel push() {
        var web = new WebPush(vertx, caller, new ProjectKeys(store, box), config.vapidSubject());
        return new PushChannel(web::deliver, fcm());
    }

    /** Null where FCM is not set up. */
    private Function<Envelope, Future<Receipt>> fcm() {
        return config.fcmAccount() == null ? null : new Fcm(vertx, caller, config.fcmAccount(), Fcm.URL)::deliver;
    }

    private Channel mail() {
        if (config.smtpUrl() == null) {
            return new CaptureChannel();
        }
        return config.smtpUrl().equals(NullChannel.URL)
                ? new NullChannel()
                : new SmtpChannel(vertx, SmtpUrl.read(config.smtpUrl()).value(), domains::key);
    }
}

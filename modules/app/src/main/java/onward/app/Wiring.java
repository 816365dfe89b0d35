package onward.app;

import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import onward.api.NativeFace;
import onward.app.config.Config;
import onward.channel.Channel;
import onward.channel.capture.CaptureChannel;
import onward.channel.smtp.SmtpChannel;
import onward.channel.smtp.SmtpUrl;
import onward.store.Store;
import onward.web.WebRoutes;

/** Which parts there are. A new verticle, channel or face is one line here. */
final class Wiring {
    private final Config config;
    private final Vertx vertx;
    private final Store store;

    Wiring(Config config, Vertx vertx, Store store) {
        this.config = config;
        this.vertx = vertx;
        this.store = store;
    }

    /** The workers, in the order they start; they stop in the reverse order. */
    Map<String, Supplier<Deployable>> workers() {
        Map<String, Supplier<Deployable>> workers = new LinkedHashMap<>();
        return workers;
    }

    /** The pages and faces of the HTTP server, the catch-all last. */
    void mount(Router router) {
        WebRoutes.mount(router, vertx, store);
        NativeFace.mount(router, vertx, store);
    }

    /** The ways out, by the name that envelopes carry. */
    Map<String, Channel> channels() {
        Channel mail = config.smtpUrl() == null
                ? new CaptureChannel()
                : new SmtpChannel(vertx, SmtpUrl.read(config.smtpUrl()).value());
        return Map.of(mail.name(), mail);
    }

    /** How mails leave, in words for the greeting. */
    String mailWords() {
        return config.smtpUrl() == null ? "captured (set ONWARD_SMTP_URL to send for real)" : "by SMTP";
    }
}

package onward.app.demo;

import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.UUID;
import onward.store.Store;

/** What a newcomer sees first: automations at work on the events of a real shop. */
public final class Demo {
    private Demo() {}

    /** Sets up and lets the events flow; returns at once, the rest happens while the server runs. */
    public static void start(Vertx vertx, Store store, UUID projectId, String url, PrintStream out) {
        new Stage(store, projectId)
                .build()
                .compose(made -> {
                    out.println(
                            made
                                    ? "Demo: a welcome series, an order follow-up and a win-back are enabled; 300 events of a"
                                            + " UK gift shop, December 2010, flow in. Watch " + url + "/dashboard"
                                    : "Demo: the automations are there already; sending the events again changes nothing.");
                    return new Feed(vertx, projectId, out).start();
                })
                .onSuccess(done -> out.println("Demo: all events are in; the last mails leave in a few seconds."
                        + " The server runs on, Ctrl-C stops it."))
                .onFailure(e -> out.println("Demo: could not go on: " + e.getMessage()));
    }
}

package onward.engine;

import static onward.engine.Workshop.PROJECT;
import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.flow.fact.TraceParent;
import onward.store.SecretBox;
import onward.store.page.RunFacts;
import onward.store.table.WebhookSecrets;
import onward.store.table.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The trace that an event came in, from its receipt to what other servers are told because of it. */
final class TraceTest {
    private static final String ADA = "ada@example.com";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final TraceParent GIVEN =
            TraceParent.read("00-" + TRACE + "-00f067aa0ba902b7-01").orElseThrow();

    private final Workshop workshop = new Workshop();
    private final SecretBox box = SecretBox.fleeting();
    private final List<MultiMap> asked = new CopyOnWriteArrayList<>();
    private int status = 200;

    @AfterEach
    void close() {
        workshop.close();
    }

    private int serve() {
        return await(workshop.vertx
                        .createHttpServer()
                        .requestHandler(request -> {
                            asked.add(request.headers());
                            request.response().setStatusCode(status).end("{}");
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private void automate(int port, Map<String, Object> headers) {
        workshop.enableGraph(
                "signed.up",
                List.of(step(
                        "ask",
                        "http_request",
                        Map.of("url", "http://127.0.0.1:" + port + "/", "method", "GET", "headers", headers))),
                List.of("start-ask"));
    }

    private void call() {
        var caller = new HttpCaller(workshop.vertx, Guard.open());
        var settling = new CallSettling(
                new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)), workshop.ids);
        var pass = new CallerPass(workshop.vertx, workshop.store, caller::call, settling, () -> {});
        await(pass.once(10, workshop.clock.now()));
        await(pass.idle());
        await(caller.close());
        workshop.resume();
    }

    private void tell() {
        await(new HookFanPass(workshop.store, () -> {}).once(100, workshop.clock.now()));
        var caller = new HttpCaller(workshop.vertx, Guard.open());
        var pass = new HookPass(workshop.vertx, workshop.store, box, caller::call, workshop.ids, () -> {});
        await(pass.once(50, workshop.clock.now()));
        await(pass.idle());
        await(caller.close());
    }

    private void webhook(int port) {
        UUID id = workshop.ids.next(workshop.clock.now());
        byte[] secret = new WebhookSecrets(box).sealed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var events = List.of("automation.run.completed", "contact.created");
        await(Webhooks.insert(
                workshop.store.client(),
                PROJECT,
                id,
                "http://127.0.0.1:" + port + "/",
                events,
                secret,
                workshop.clock.now(),
                10));
    }

    @Test
    void requests_of_its_runs_go_on_in_it_each_attempt_under_an_id_of_its_own() {
        automate(serve(), Map.of());
        status = 503;
        workshop.send(event("signed.up", ADA).in(GIVEN), event("signed.up", "bob@example.com"));
        workshop.match();

        call();
        status = 200;
        workshop.clock.pass(Duration.ofSeconds(10));
        call();

        var traces = asked.stream()
                .filter(headers -> headers.contains("traceparent"))
                .map(headers -> TraceParent.read(headers.get("traceparent")).orElseThrow())
                .toList();
        assertThat(asked).hasSize(4);
        assertThat(traces)
                .hasSize(2)
                .allMatch(
                        trace -> trace.traceId().equals(TRACE) && trace.flags().equals("01"));
        assertThat(traces.stream().map(TraceParent::parentId).distinct())
                .hasSize(2)
                .doesNotContain(GIVEN.parentId());
    }

    @Test
    void a_step_that_names_another_keeps_it() {
        automate(serve(), Map.of("Traceparent", "00-11111111111111111111111111111111-2222222222222222-00"));
        workshop.send(event("signed.up", ADA).in(GIVEN));
        workshop.match();

        call();

        assertThat(asked.get(0).getAll("traceparent"))
                .containsExactly("00-11111111111111111111111111111111-2222222222222222-00");
    }

    @Test
    void webhooks_that_hear_of_its_runs_hear_it_in_the_trace() {
        webhook(serve());
        workshop.enable("signed.up", step("note", "contact_update", Map.of("last_name", "Lovelace")));
        workshop.send(event("signed.up", ADA).in(GIVEN));
        workshop.match();

        tell();

        assertThat(asked).hasSize(2);
        assertThat(asked.stream().map(headers -> headers.get("traceparent")).filter(header -> header != null))
                .singleElement()
                .satisfies(header -> assertThat(
                                TraceParent.read(header).orElseThrow().traceId())
                        .isEqualTo(TRACE));
    }

    @Test
    void the_run_shows_it_and_a_repetition_leaves_it_alone() {
        workshop.enable("signed.up", step("note", "contact_update", Map.of("last_name", "Lovelace")));
        var other = TraceParent.read("00-11111111111111111111111111111111-2222222222222222-00")
                .orElseThrow();
        workshop.send(event("signed.up", ADA, "once").in(GIVEN));
        workshop.send(event("signed.up", ADA, "once").in(other));
        workshop.match();

        UUID run = workshop.rows("select id from run").get(0).getUUID("id");
        assertThat(await(RunFacts.find(workshop.store.client(), PROJECT, run))
                        .orElseThrow()
                        .head()
                        .traceparent())
                .isEqualTo(GIVEN.text());
        assertThat(workshop.count("event_trace", "true")).isEqualTo(1);
    }
}

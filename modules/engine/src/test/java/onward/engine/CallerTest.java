package onward.engine;

import static onward.engine.Workshop.await;
import static onward.engine.Workshop.event;
import static onward.engine.Workshop.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import onward.channel.http.Guard;
import onward.channel.http.HttpCaller;
import onward.channel.http.HttpReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of runs to a real server on a real database. */
final class CallerTest {
    private static final String ADA = "ada@example.com";

    private final Workshop workshop = new Workshop();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Guard guard = Guard.open();

    @AfterEach
    void close() {
        workshop.close();
    }

    /** A server that answers one request after the other. */
    @SafeVarargs
    private int serve(Consumer<HttpServerRequest>... answers) {
        var left = new ArrayList<>(List.of(answers));
        server = await(workshop.vertx
                .createHttpServer()
                .requestHandler(request -> {
                    keys.add(request.getHeader("Idempotency-Key"));
                    request.body().onSuccess(body -> {
                        bodies.add(request.method() + " " + request.uri() + " " + body);
                        left.remove(0).accept(request);
                    });
                })
                .listen(0, "127.0.0.1"));
        return server.actualPort();
    }

    private static Consumer<HttpServerRequest> answer(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    private void enable(int port, Object... more) {
        automate(port, more);
        workshop.send(event("signed.up", ADA));
        workshop.match();
    }

    private void automate(int port, Object... more) {
        var config = new LinkedHashMap<String, Object>();
        config.put("url", "http://127.0.0.1:" + port + "/people/{{{contact.email}}}");
        config.put("method", "POST");
        config.put("body", Map.of("plan", Map.of("var", "event.plan")));
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        workshop.enableGraph(
                "signed.up",
                List.of(
                        step("ask", "http_request", config),
                        step(
                                "note",
                                "contact_update",
                                Map.of("properties", Map.of("score", Map.of("var", "steps.ask.body.score")))),
                        step("sorry", "contact_update", Map.of("last_name", "Unknown"))),
                List.of("start-ask", "ask-note", "ask-sorry:failed"));
    }

    /** One look at the requests, until those it took are settled. */
    private void call() {
        ask();
        workshop.resume();
    }

    /** The same, and the runs are not told yet. */
    private void ask() {
        var caller = new HttpCaller(workshop.vertx, guard);
        var settling = new CallSettling(
                new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)), workshop.ids);
        var pass = new CallerPass(workshop.vertx, workshop.store, caller::call, settling, () -> {});
        await(pass.once(10, workshop.clock.now()));
        await(pass.idle());
        await(caller.close());
    }

    @Test
    void an_answer_is_known_to_the_steps_that_follow() {
        int port = serve(answer(200, "{\"score\": 7}"));
        enable(port);
        assertThat(workshop.steps()).containsExactly("start completed", "ask waiting");

        call();

        assertThat(bodies).containsExactly("POST /people/ada%40example.com {\"plan\":\"pro\"}");
        assertThat(workshop.steps()).containsExactly("start completed", "ask completed", "note completed");
        assertThat(workshop.rows("select properties ->> 'score' as score from contact")
                        .get(0)
                        .getString("score"))
                .isEqualTo("7");
        assertThat(workshop.output("ask", "status")).isEqualTo("200");
        assertThat(workshop.count("signal", "true")).isZero();
    }

    @Test
    void what_the_other_side_could_not_take_is_asked_again_later_under_the_same_key() {
        int port = serve(answer(503, "busy"), answer(429, "slow down"), answer(200, "{\"score\": 1}"));
        enable(port);

        call();
        assertThat(workshop.steps()).containsExactly("start completed", "ask waiting");
        call();
        assertThat(bodies).hasSize(1);
        workshop.clock.pass(Duration.ofSeconds(10));
        call();
        workshop.clock.pass(Duration.ofSeconds(20));
        call();

        assertThat(workshop.steps()).containsExactly("start completed", "ask completed", "note completed");
        assertThat(keys).hasSize(3);
        assertThat(keys.stream().distinct()).hasSize(1);
        assertThat(workshop.output("ask", "attempts")).isEqualTo("3");
    }

    @Test
    void an_answer_that_is_no_success_takes_the_branch_for_it() {
        int port = serve(answer(404, "{\"error\": \"no such person\"}"));
        enable(port);

        call();

        assertThat(workshop.steps()).containsExactly("start completed", "ask failed", "sorry completed");
        assertThat(workshop.status()).isEqualTo("completed");
        assertThat(workshop.output("ask", "status")).isEqualTo("404");
    }

    @Test
    void a_node_whose_pass_was_held_up_lets_no_step_end_before_it_began() {
        int port = serve(answer(404, ""));
        automate(port);
        workshop.send(event("signed.up", ADA));
        workshop.clock.pass(Duration.ofSeconds(1));
        var heldUpSince = workshop.clock.now();
        workshop.clock.pass(Duration.ofSeconds(1));
        workshop.match();
        ask();

        await(workshop.runPass().once(10, heldUpSince));

        assertThat(workshop.steps()).containsExactly("start completed", "ask failed", "sorry completed");
        assertThat(workshop.count("trail", "completed_at < started_at")).isZero();
        assertThat(workshop.count("trail", "started_at < timestamptz '" + workshop.clock.now() + "'"))
                .isZero();
    }

    @Test
    void a_request_that_is_tried_in_vain_fails_in_the_end() {
        int port = serve(answer(500, ""), answer(500, ""));
        enable(port, "attempts", 2L);

        call();
        workshop.clock.pass(Duration.ofMinutes(1));
        call();

        assertThat(workshop.steps()).containsExactly("start completed", "ask failed", "sorry completed");
    }

    @Test
    void a_private_address_is_refused_and_asked_nothing() {
        int port = serve();
        guard = Guard.strict();
        enable(port);

        call();

        assertThat(bodies).isEmpty();
        assertThat(workshop.steps()).containsExactly("start completed", "ask failed", "sorry completed");
        assertThat(workshop.rows("select error ->> 'message' as message from trail where step_key = 'ask'")
                        .get(0)
                        .getString("message"))
                .startsWith("Expected");
    }

    @Test
    void a_request_that_died_with_its_process_is_made_again() {
        int port = serve(answer(200, "{\"score\": 2}"));
        enable(port);
        var dead = new CallerPass(
                workshop.vertx,
                workshop.store,
                call -> Promise.<HttpReply>promise().future(),
                new CallSettling(
                        new Backoff(EngineSettings.RETRY_FIRST, EngineSettings.RETRY_MAX, new Random(1)), workshop.ids),
                () -> {});
        await(dead.once(10, workshop.clock.now()));

        call();
        assertThat(bodies).isEmpty();
        workshop.clock.pass(CallerPass.LEASE);
        call();

        assertThat(workshop.steps()).containsExactly("start completed", "ask completed", "note completed");
        assertThat(workshop.output("ask", "attempts"))
                .as("the one that died was begun again")
                .isEqualTo("1");
    }
}

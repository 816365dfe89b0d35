package onward.api;

import static onward.api.NativeServer.await;
import static onward.api.StoredRuns.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import onward.bus.Address;
import onward.flow.run.RunStatus;
import onward.flow.step.Signal;
import onward.store.TestDatabase;
import onward.store.table.RunRef;
import onward.store.table.Signals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who deletes a contact tells the runs of that contact. */
class ContactDeletionTest {
    private static NativeServer server;
    private StoredRuns runs;
    private UUID ada;

    @BeforeAll
    static void open() {
        server = new NativeServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void make() {
        runs = new StoredRuns(server);
        ada = contact("ada@example.com");
    }

    @Test
    void live_runs_of_the_contact_hear_of_it_and_no_others() {
        UUID live = runs.resting(NOON, ada);
        UUID ended = runs.write(NOON, RunStatus.COMPLETED, ada, UUID.randomUUID(), null);
        UUID ofGrace = runs.resting(NOON, contact("grace@example.com"));

        server.delete("/contacts/ADA@example.com");

        assertThat(mail(live)).singleElement().isInstanceOf(Signal.ContactDeleted.class);
        assertThat(mail(ended)).isEmpty();
        assertThat(mail(ofGrace)).isEmpty();
    }

    @Test
    void the_runner_is_woken_once_it_is_committed() {
        UUID live = runs.resting(NOON, ada);
        Promise<List<Signal>> seen = Promise.promise();
        var bell = server.vertx
                .eventBus()
                .consumer(Address.WAKE_RUNNER.text(), ring -> letters(live).onComplete(seen));

        server.delete("/contacts/" + ada);

        assertThat(await(seen.future())).hasSize(1);
        await(bell.unregister());
    }

    @Test
    void older_clients_delete_no_differently() {
        UUID live = runs.resting(NOON, ada);
        String audience = server.post("/audiences", "{\"name\":\"a\"}").text("id");

        server.delete("/audiences/" + audience + "/contacts/ada@example.com");

        assertThat(mail(live)).hasSize(1);
    }

    private UUID contact(String email) {
        return UUID.fromString(
                server.post("/contacts", "{\"email\":\"" + email + "\"}").text("id"));
    }

    private List<Signal> mail(UUID run) {
        return await(letters(run));
    }

    private Future<List<Signal>> letters(UUID run) {
        return Signals.of(server.store.client(), List.of(new RunRef(TestDatabase.PROJECT, run)))
                .map(mail -> mail.getOrDefault(run, List.of()).stream()
                        .map(Signals.Letter::signal)
                        .toList());
    }
}

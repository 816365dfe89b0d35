package onward.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.csv.CsvTally;
import onward.store.table.Choices;
import onward.store.table.ContactChange;
import onward.store.table.ContactRef;
import onward.store.table.Contacts;
import onward.store.table.HookEvents;
import onward.store.table.ImportPlan;
import onward.store.table.Imports;
import onward.store.table.Imports.Counts;
import onward.store.table.Members;
import onward.store.table.Segments;
import onward.store.table.Topics;
import onward.store.table.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportPassTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final UUID PROJECT = TestDatabase.PROJECT;
    private final Ids ids = Ids.from(new SecureRandom());
    private final String database = TestDatabase.fresh();
    private Vertx vertx;
    private Store store;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        store = Store.open(vertx, database, 4);
    }

    @AfterEach
    void close() {
        done(store.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ImportPlan plan(boolean isUpsert, Map<String, ImportPlan.Property> properties) {
        return new ImportPlan(columns(), properties, isUpsert, Set.of(), Map.of());
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : new String[] {"email", "first_name", "last_name", "unsubscribed"}) {
            columns.put(name, name);
        }
        return columns;
    }

    private UUID queue(String csv, ImportPlan plan) {
        return queue(csv.getBytes(StandardCharsets.UTF_8), plan);
    }

    private UUID queue(byte[] csv, ImportPlan plan) {
        var ref = new Imports.Ref(PROJECT, ids.next(NOON));
        done(Imports.open(store.client(), ref, NOON));
        Buffer bytes = Buffer.buffer(csv);
        for (int at = 0, position = 0; at < csv.length; at += Imports.CHUNK_BYTES, position++) {
            var chunk = bytes.getBuffer(at, Math.min(csv.length, at + Imports.CHUNK_BYTES));
            done(Imports.addChunk(store.client(), ref, position, chunk));
        }
        var tally = new CsvTally();
        tally.add(csv);
        done(Imports.queue(store.client(), ref, plan, tally.records() - 1, NOON));
        return ref.id();
    }

    private int pass(int limit) {
        return done(new ImportPass(store, ids).once(limit, NOON));
    }

    private void passes(int limit) {
        int rounds = 0;
        while (pass(limit) > 0) {
            assertThat(++rounds).as("rounds").isLessThan(10_000);
        }
    }

    private Imports.Import read(UUID id) {
        return done(Imports.find(store.client(), PROJECT, id)).orElseThrow();
    }

    private Contact contact(String email) {
        return done(Contacts.find(store.client(), PROJECT, ContactRef.email(email)))
                .orElseThrow();
    }

    private UUID known(String email, String firstName) {
        var change = new ContactChange(email, true, firstName, false, null, null, Map.of());
        return done(Contacts.upsert(store.client(), PROJECT, ids.next(NOON), change, NOON));
    }

    @Test
    void records_become_contacts_and_are_counted() {
        known("grace@example.com", "Grace");

        UUID id = queue(
                """
                Email;First_Name;Seats;plan;unsubscribed
                ada@example.com;"Ada; Countess";3;pro;

                Grace@Example.com;Other;4;pro;yes
                not an address;X;1;pro;no
                alan@example.com;Alan;many;pro;no
                joan@example.com;Joan;;;TRUE
                ada@example.com;Again;9;;false
                """,
                plan(
                        false,
                        Map.of(
                                "seats",
                                new ImportPlan.Property("seats", "number"),
                                "plan",
                                new ImportPlan.Property("PLAN", "string"))));
        passes(500);

        var read = read(id);
        assertThat(read.status()).isEqualTo("completed");
        assertThat(read.counts()).isEqualTo(new Counts(6, 2, 0, 2, 2));
        assertThat(read.completedAt()).isEqualTo(NOON);
        assertThat(read.problems()).hasSize(2);
        assertThat(read.problems().get(0)).hasFieldOrPropertyWithValue("row", 3L);
        assertThat(contact("ada@example.com").firstName()).isEqualTo("Ada; Countess");
        assertThat(contact("ada@example.com").properties().get("plan")).isEqualTo("pro");
        assertThat(contact("ada@example.com").properties().get("seats")).hasToString("3");
        assertThat(contact("grace@example.com").firstName()).isEqualTo("Grace");
        assertThat(contact("joan@example.com").unsubscribed()).isTrue();
    }

    @Test
    void an_upsert_changes_what_is_given_and_keeps_the_rest() {
        UUID grace = known("grace@example.com", "Grace");

        UUID id = queue(
                "email,first_name,last_name\ngrace@example.com,,Hopper\nada@example.com,Ada,\nada@example.com,,Lovelace",
                plan(true, Map.of()));
        passes(2);

        assertThat(read(id).counts()).isEqualTo(new Counts(3, 1, 2, 0, 0));
        assertThat(contact("grace@example.com").id()).isEqualTo(grace);
        assertThat(contact("grace@example.com").firstName()).isEqualTo("Grace");
        assertThat(contact("grace@example.com").lastName()).isEqualTo("Hopper");
        assertThat(contact("ada@example.com").firstName()).isEqualTo("Ada");
        assertThat(contact("ada@example.com").lastName()).isEqualTo("Lovelace");
    }

    @Test
    void contacts_join_segments_and_choose_topics() {
        UUID segment = ids.next(NOON);
        var topic = new Topics.Topic(ids.next(NOON), "News", null, Topics.OPT_IN, Topics.PRIVATE, NOON, NOON);
        done(Segments.create(store.client(), PROJECT, segment, "Imported", NOON));
        done(Topics.create(store.client(), PROJECT, topic));
        UUID gone = ids.next(NOON);

        queue(
                "email\nada@example.com\ngrace@example.com\n",
                new ImportPlan(columns(), Map.of(), false, Set.of(segment, gone), Map.of(topic.id(), Topics.OPT_OUT)));
        passes(500);

        var page = PageRequest.first(10);
        assertThat(done(Members.contacts(store.client(), PROJECT, segment, page))
                        .items())
                .hasSize(2);
        assertThat(done(Choices.list(
                                store.client(),
                                PROJECT,
                                contact("ada@example.com").id(),
                                page))
                        .items()
                        .get(0)
                        .subscription())
                .isEqualTo(Topics.OPT_OUT);
    }

    @Test
    void another_process_goes_on_where_one_died() {
        StringBuilder csv = new StringBuilder("email,first_name\n");
        for (int i = 0; i < 25; i++) {
            csv.append("p" + i + "@example.com,\"Line\nbreak " + i + "\"\n");
        }
        UUID id = queue(csv.toString(), plan(false, Map.of()));
        pass(10);
        assertThat(read(id).status()).isEqualTo("in_progress");
        assertThat(read(id).counts()).isEqualTo(new Counts(25, 10, 0, 0, 0));

        close();
        open();
        passes(10);

        assertThat(read(id).status()).isEqualTo("completed");
        assertThat(read(id).counts()).isEqualTo(new Counts(25, 25, 0, 0, 0));
        assertThat(contact("p24@example.com").firstName()).isEqualTo("Line\nbreak 24");
    }

    @Test
    void records_may_lie_across_chunks_and_a_file_may_end_with_one() {
        StringBuilder csv = new StringBuilder("email,first_name\n");
        int people = 0;
        while (csv.length() < 3 * Imports.CHUNK_BYTES - 1_000) {
            csv.append("p" + people++ + "@example.com," + "x".repeat(200) + "\n");
        }
        csv.append("p" + people++ + "@example.com,");
        csv.append(" ".repeat(3 * Imports.CHUNK_BYTES - csv.length()));

        UUID id = queue(csv.toString(), plan(false, Map.of()));
        passes(700);

        assertThat(csv).hasSize(3 * Imports.CHUNK_BYTES);
        assertThat(read(id).status()).isEqualTo("completed");
        assertThat(read(id).counts()).isEqualTo(new Counts(people, people, 0, 0, 0));
    }

    @Test
    void imports_take_turns() {
        UUID large =
                queue("email\na1@example.com\na2@example.com\na3@example.com\na4@example.com", plan(false, Map.of()));
        UUID small = queue("email\nb1@example.com", plan(false, Map.of()));

        var pass = new ImportPass(store, ids);
        done(pass.once(1, NOON.plusSeconds(1)));
        done(pass.once(1, NOON.plusSeconds(2)));
        done(pass.once(1, NOON.plusSeconds(3)));
        done(pass.once(1, NOON.plusSeconds(4)));

        assertThat(read(small).counts().created()).isEqualTo(1);
        assertThat(read(large).status()).isEqualTo("in_progress");
    }

    @Test
    void without_a_column_of_addresses_it_fails_as_a_whole() {
        UUID id = queue("name\nAda\n", plan(false, Map.of()));

        passes(500);

        assertThat(read(id).status()).isEqualTo("failed");
        assertThat(read(id).reason()).contains("email");
        assertThat(read(id).counts().done()).isZero();
    }

    @Test
    void bytes_that_are_no_text_cost_their_record_alone() {
        byte[] csv =
                "\uFEFFemail,first_name\nada@example.com,?\ngrace@example.com,Grace\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < csv.length; i++) {
            csv[i] = csv[i] == '?' ? (byte) 0xFF : csv[i];
        }
        UUID id = queue(csv, plan(false, Map.of()));

        passes(500);

        assertThat(read(id).counts()).isEqualTo(new Counts(2, 1, 0, 0, 1));
    }

    @Test
    void a_file_nobody_finished_is_forgotten() {
        var ref = new Imports.Ref(PROJECT, ids.next(NOON));
        done(Imports.open(store.client(), ref, NOON));
        done(Imports.addChunk(store.client(), ref, 0, Buffer.buffer("email")));

        done(new ImportPass(store, ids)
                .once(1, NOON.plus(ImportPass.RECEIVING_MAX).plusSeconds(1)));

        assertThat(done(Imports.queue(store.client(), ref, plan(false, Map.of()), 0, NOON)))
                .isFalse();
    }

    @Test
    void an_import_is_no_news_of_its_people_and_silences_nothing_else() {
        var types = List.of("contact.created", "contact.updated", "contact.topics.updated");
        done(Webhooks.insert(
                store.client(), PROJECT, ids.next(NOON), "https://shop.example/hook", types, new byte[1], NOON, 10));
        UUID topic = ids.next(NOON);
        done(Topics.create(
                store.client(),
                PROJECT,
                new Topics.Topic(topic, "News", null, Topics.OPT_IN, Topics.PUBLIC, NOON, NOON)));
        known("grace@example.com", "Grace");
        var plan = new ImportPlan(columns(), Map.of(), true, Set.of(), Map.of(topic, Topics.OPT_OUT));

        queue("email,first_name\nada@example.com,Ada\ngrace@example.com,Hopper\n", plan);
        passes(500);
        known("alan@example.com", "Alan");

        assertThat(contact("grace@example.com").firstName()).isEqualTo("Hopper");
        var told = done(store.transaction(tx -> HookEvents.claim(tx, 100)));
        assertThat(told)
                .extracting(event -> event.type() + " " + event.data().get("email"))
                .containsExactly("contact.created grace@example.com", "contact.created alan@example.com");
    }
}

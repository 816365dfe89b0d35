package onward.store.table;

import static java.util.concurrent.TimeUnit.SECONDS;
import static onward.store.TestDatabase.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import onward.flow.fact.Contact;
import onward.flow.fact.Ids;
import onward.store.Page;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.Taken;
import onward.store.TestDatabase;
import onward.store.UnknownCursor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00.123456Z");
    private static final Ids IDS = Ids.from(new SplittableRandom(7));
    private static Vertx vertx;
    private Store store;

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() throws Exception {
        done(vertx.close());
    }

    @BeforeEach
    void openStore() {
        store = Store.open(vertx, TestDatabase.fresh(), 4);
    }

    @Test
    void two_spellings_of_one_address_are_one_contact() throws Exception {
        UUID first = upsert("Ada@Example.com", named("Ada"), NOON);

        UUID second = upsert(" ada@example.COM", change(null, Map.of("plan", "pro")), NOON.plusSeconds(1));

        assertThat(second).isEqualTo(first);
        Contact ada = find(ContactRef.email("ADA@example.com"));
        assertThat(ada.email()).isEqualTo("Ada@Example.com");
        assertThat(ada.firstName()).isEqualTo("Ada");
        assertThat(ada.properties()).isEqualTo(Map.of("plan", "pro"));
        assertThat(ada.createdAt()).isEqualTo(NOON);
        assertThat(ada.updatedAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void an_update_touches_only_what_is_given_and_null_removes_a_property() throws Exception {
        UUID id = upsert("ada@example.com", change(true, Map.of("plan", "pro", "seats", 3L)), NOON);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plan", null);
        properties.put("beta", true);

        update(ContactRef.id(id), new ContactChange(null, true, "Ada", false, "lost", null, properties));

        Contact ada = find(ContactRef.id(id));
        assertThat(ada.firstName()).isEqualTo("Ada");
        assertThat(ada.lastName()).isNull();
        assertThat(ada.unsubscribed()).isTrue();
        assertThat(ada.properties()).isEqualTo(Map.of("seats", 3L, "beta", true));
    }

    @Test
    void an_address_of_another_contact_is_refused_as_taken() throws Exception {
        upsert("ada@example.com", named("Ada"), NOON);
        UUID grace = upsert("grace@example.com", named("Grace"), NOON);
        var change = new ContactChange("ADA@example.com", false, null, false, null, null, Map.of());

        assertThatThrownBy(() -> update(ContactRef.id(grace), change)).hasCauseInstanceOf(Taken.class);
    }

    @Test
    void a_deleted_contact_is_gone_and_deleting_it_again_finds_nothing() throws Exception {
        UUID id = upsert("ada@example.com", named("Ada"), NOON);

        assertThat(done(Contacts.delete(store.client(), PROJECT, ContactRef.email("ADA@example.com"))))
                .contains(id);

        assertThat(done(Contacts.find(store.client(), PROJECT, ContactRef.id(id))))
                .isEmpty();
        assertThat(done(Contacts.delete(store.client(), PROJECT, ContactRef.id(id))))
                .isEmpty();
    }

    @Test
    void one_project_never_sees_the_contacts_of_another() throws Exception {
        UUID id = upsert("ada@example.com", named("Ada"), NOON);
        UUID other = IDS.next(NOON);

        assertThat(done(Contacts.find(store.client(), other, ContactRef.id(id))))
                .isEmpty();
        assertThat(done(Contacts.delete(store.client(), other, ContactRef.id(id))))
                .isEmpty();
        assertThat(done(Contacts.list(store.client(), other, PageRequest.first(10)))
                        .items())
                .isEmpty();
    }

    @Test
    void pages_go_back_and_forth_without_gap_or_overlap() throws Exception {
        for (int i = 0; i < 5; i++) {
            upsert("person" + i + "@example.com", named("P" + i), NOON.plusSeconds(i / 2));
        }

        Page<Contact> all = list(PageRequest.first(100));
        Page<Contact> first = list(PageRequest.first(2));
        Page<Contact> second = list(new PageRequest(2, first.items().get(1).id(), null));
        Page<Contact> third = list(new PageRequest(2, second.items().get(1).id(), null));
        Page<Contact> back = list(new PageRequest(2, null, third.items().get(0).id()));

        assertThat(List.of(first.items(), second.items(), third.items()).stream()
                        .flatMap(List::stream)
                        .toList())
                .isEqualTo(all.items());
        assertThat(List.of(first.hasMore(), second.hasMore(), third.hasMore())).containsExactly(true, true, false);
        assertThat(back.items()).isEqualTo(second.items());
        assertThat(back.hasMore()).isTrue();
    }

    @Test
    void a_cursor_that_is_not_in_the_list_is_refused() {
        assertThatThrownBy(() -> list(new PageRequest(2, IDS.next(NOON), null)))
                .hasCauseInstanceOf(UnknownCursor.class);
    }

    private static ContactChange named(String firstName) {
        return new ContactChange(null, true, firstName, false, null, null, Map.of());
    }

    private static ContactChange change(Boolean unsubscribed, Map<String, Object> properties) {
        return new ContactChange(null, false, null, false, null, unsubscribed, properties);
    }

    private UUID upsert(String email, ContactChange change, Instant now) throws Exception {
        var whole = new ContactChange(
                email,
                change.firstNameGiven(),
                change.firstName(),
                change.lastNameGiven(),
                change.lastName(),
                change.unsubscribed(),
                change.properties());
        return done(Contacts.upsert(store.client(), PROJECT, IDS.next(now), whole, now));
    }

    private void update(ContactRef ref, ContactChange change) throws Exception {
        assertThat(done(Contacts.update(store.client(), PROJECT, ref, change, NOON.plusSeconds(9))))
                .isPresent();
    }

    private Contact find(ContactRef ref) throws Exception {
        return done(Contacts.find(store.client(), PROJECT, ref)).orElseThrow();
    }

    private Page<Contact> list(PageRequest request) throws Exception {
        return done(Contacts.list(store.client(), PROJECT, request));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}

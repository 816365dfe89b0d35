package onward.store.table;

import static java.util.concurrent.TimeUnit.SECONDS;
import static onward.store.TestDatabase.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.TestDatabase;
import onward.store.table.Topics.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What contacts are tied to: segments and topics. */
class TiesTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");
    private static final Ids IDS = Ids.from(new SplittableRandom(11));
    private static Vertx vertx;
    private Store store;
    private UUID ada;

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() throws Exception {
        done(vertx.close());
    }

    @BeforeEach
    void openStore() throws Exception {
        store = Store.open(vertx, TestDatabase.fresh(), 4);
        var change = new ContactChange("ada@example.com", false, null, false, null, null, Map.of());
        ada = done(Contacts.upsert(store.client(), PROJECT, IDS.next(NOON), change, NOON));
    }

    @Test
    void one_project_never_sees_what_is_another_s() throws Exception {
        UUID other = IDS.next(NOON);
        UUID segment = segment();
        UUID topic = topic();
        join(segment);

        assertThat(done(Segments.find(store.client(), other, segment))).isEmpty();
        assertThat(done(Segments.rename(store.client(), other, segment, "mine")))
                .isFalse();
        done(Segments.delete(store.client(), other, segment));
        assertThat(done(Topics.find(store.client(), other, topic))).isEmpty();
        assertThat(done(Topics.delete(store.client(), other, topic))).isFalse();
        done(Members.leave(store.client(), other, ada, segment));
        assertThat(done(Segments.hold(store.client(), other, Set.of(segment)))).isEmpty();
        assertThat(done(Topics.hold(store.client(), other, Set.of(topic)))).isEmpty();
        assertThat(done(Contacts.hold(store.client(), other, ContactRef.id(ada))))
                .isEmpty();
        var page = PageRequest.first(10);
        assertThat(done(Members.contacts(store.client(), other, segment, page)).items())
                .isEmpty();
        assertThat(done(Choices.list(store.client(), other, ada, page)).items()).isEmpty();
        assertThat(done(Members.contacts(store.client(), PROJECT, segment, page))
                        .items())
                .hasSize(1);
    }

    @Test
    void what_is_held_is_deleted_only_after_the_transaction() throws Exception {
        UUID segment = segment();
        Promise<Void> deleted = Promise.promise();

        done(store.transaction(tx -> Segments.hold(tx, PROJECT, Set.of(segment)).compose(held -> {
            Segments.delete(store.client(), PROJECT, segment).onComplete(deleted);
            return Matching.joinSegments(tx, List.of(new Matching.Joining(PROJECT, segment, ada)), NOON)
                    .map(joined -> {
                        assertThat(deleted.future().isComplete()).isFalse();
                        return null;
                    });
        })));

        done(deleted.future());
        assertThat(done(Members.segments(store.client(), PROJECT, ada, PageRequest.first(10)))
                        .items())
                .isEmpty();
    }

    @Test
    void a_choice_goes_with_its_topic_and_of_two_the_last_counts() throws Exception {
        UUID kept = topic();
        UUID gone = topic();
        done(Choices.choose(store.client(), PROJECT, ada, Map.of(kept, Topics.OPT_OUT, gone, Topics.OPT_OUT), NOON));
        done(Choices.choose(store.client(), PROJECT, ada, Map.of(kept, Topics.OPT_IN), NOON.minusSeconds(9)));

        assertThat(done(Topics.delete(store.client(), PROJECT, gone))).isTrue();

        assertThat(done(Choices.list(store.client(), PROJECT, ada, PageRequest.first(10)))
                        .items())
                .containsExactly(new Choices.Chosen(kept, "News", null, Topics.OPT_IN));
    }

    private UUID segment() throws Exception {
        UUID id = IDS.next(NOON);
        done(Segments.create(store.client(), PROJECT, id, "Beta", NOON));
        return id;
    }

    private UUID topic() throws Exception {
        var topic = new Topic(IDS.next(NOON), "News", null, Topics.OPT_OUT, Topics.PRIVATE, NOON, NOON);
        done(Topics.create(store.client(), PROJECT, topic));
        return topic.id();
    }

    private void join(UUID segment) throws Exception {
        done(Matching.joinSegments(store.client(), List.of(new Matching.Joining(PROJECT, segment, ada)), NOON));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}

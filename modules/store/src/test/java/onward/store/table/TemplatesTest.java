package onward.store.table;

import static java.util.concurrent.TimeUnit.SECONDS;
import static onward.store.TestDatabase.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import onward.flow.fact.Ids;
import onward.store.PageRequest;
import onward.store.Store;
import onward.store.Taken;
import onward.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Instant NOON = Instant.parse("2026-10-01T12:00:00.123456Z");
    private static final Ids IDS = Ids.from(new SplittableRandom(8));
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
    void a_new_template_is_a_draft_and_is_found_by_id_and_alias() throws Exception {
        UUID id = create("welcome", text("<p>Hi</p>"));

        StoredTemplate byAlias = find("welcome");

        assertThat(byAlias)
                .isEqualTo(done(Templates.find(store.client(), PROJECT, new TemplateRef(id, id.toString())))
                        .orElseThrow());
        assertThat(byAlias.head().isPublished()).isFalse();
        assertThat(byAlias.head().hasUnpublishedVersions()).isTrue();
        assertThat(byAlias.text()).isEqualTo(text("<p>Hi</p>"));
    }

    @Test
    void an_edit_of_a_published_template_opens_one_version_and_leaves_the_published_one() throws Exception {
        UUID id = create("welcome", text("<p>one</p>"));
        done(Templates.publish(store.client(), PROJECT, id, NOON.plusSeconds(1)));
        UUID published = find("welcome").head().publishedVersionId();

        edit("welcome", text("<p>two</p>"));
        UUID opened = find("welcome").head().draftVersionId();
        edit("welcome", text("<p>three</p>"));

        StoredTemplate now = find("welcome");
        assertThat(now.head().publishedVersionId()).isEqualTo(published);
        assertThat(now.head().draftVersionId()).isEqualTo(opened).isNotEqualTo(published);
        assertThat(now.head().hasUnpublishedVersions()).isTrue();
        assertThat(now.text().html()).isEqualTo("<p>three</p>");
        assertThat(htmlOf(published)).isEqualTo("<p>one</p>");
    }

    @Test
    void publishing_twice_keeps_the_first_instant() throws Exception {
        UUID id = create("welcome", text("<p>Hi</p>"));

        done(Templates.publish(store.client(), PROJECT, id, NOON.plusSeconds(1)));
        done(Templates.publish(store.client(), PROJECT, id, NOON.plusSeconds(2)));

        assertThat(find("welcome").head().publishedAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(find("welcome").head().hasUnpublishedVersions()).isFalse();
    }

    @Test
    void an_alias_belongs_to_one_template() throws Exception {
        create("welcome", text("<p>Hi</p>"));
        UUID other = create("bye", text("<p>Bye</p>"));

        assertThatThrownBy(() -> create("welcome", text("<p>Hi</p>"))).hasCauseInstanceOf(Taken.class);
        assertThatThrownBy(() -> done(Templates.rename(store.client(), PROJECT, other, "welcome", "Bye", NOON)))
                .hasCauseInstanceOf(Taken.class);
    }

    @Test
    void an_id_wins_over_an_alias_that_looks_like_it() throws Exception {
        UUID id = create(null, text("<p>by id</p>"));
        create(id.toString(), text("<p>by alias</p>"));

        assertThat(done(Templates.find(store.client(), PROJECT, new TemplateRef(id, id.toString())))
                        .orElseThrow()
                        .text()
                        .html())
                .isEqualTo("<p>by id</p>");
    }

    @Test
    void deleting_takes_all_versions_along() throws Exception {
        UUID id = create("welcome", text("<p>one</p>"));
        UUID version = find("welcome").head().draftVersionId();

        done(Templates.delete(store.client(), PROJECT, id));

        assertThat(done(Templates.find(store.client(), PROJECT, alias("welcome"))))
                .isEmpty();
        assertThat(htmlOf(version)).isNull();
    }

    @Test
    void the_list_is_newest_first() throws Exception {
        UUID one = create("one", text("1"));
        UUID two = create("two", text("2"));
        var newestFirst = one.compareTo(two) > 0 ? List.of(one, two) : List.of(two, one);

        var page = done(Templates.list(store.client(), PROJECT, PageRequest.first(1)));
        var next = done(Templates.list(
                store.client(), PROJECT, new PageRequest(1, page.items().get(0).id(), null)));

        assertThat(List.of(page.items().get(0).id(), next.items().get(0).id())).isEqualTo(newestFirst);
        assertThat(page.hasMore()).isTrue();
        assertThat(next.hasMore()).isFalse();
    }

    private static TemplateRef alias(String alias) {
        return new TemplateRef(null, alias);
    }

    private static TemplateText text(String html) {
        Map<String, Object> plan = Map.of("key", "PLAN", "type", "string", "fallback_value", "free");
        return new TemplateText(
                "Ada <ada@example.com>", "Hello", List.of("a@b.co", "\"q,\"@b.co"), html, null, List.of(plan));
    }

    private UUID create(String alias, TemplateText text) throws Exception {
        UUID id = IDS.next(NOON);
        var head = new TemplateHead(id, alias, "Welcome", IDS.next(NOON), null, null, NOON, NOON);
        done(Templates.create(store.client(), PROJECT, head, text, NOON));
        return id;
    }

    private void edit(String ref, TemplateText text) throws Exception {
        done(store.transaction(tx -> Templates.lock(tx, PROJECT, alias(ref))
                .compose(
                        found -> Templates.edit(tx, PROJECT, found.orElseThrow().head(), text, IDS.next(NOON), NOON))));
    }

    private StoredTemplate find(String ref) throws Exception {
        return done(Templates.find(store.client(), PROJECT, alias(ref))).orElseThrow();
    }

    private String htmlOf(UUID version) throws Exception {
        return done(store.client()
                .query("select max(html) from template_version where id = '" + version + "'")
                .execute()
                .map(rows -> rows.iterator().next().getString(0)));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}

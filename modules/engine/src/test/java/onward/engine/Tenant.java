package onward.engine;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import onward.bus.NewEvent;
import onward.flow.fact.Ids;
import onward.flow.graph.Blueprint;
import onward.flow.model.Drawing;
import onward.flow.model.Happening;
import onward.flow.model.Person;
import onward.flow.model.Scenario;
import onward.flow.model.Stock;
import onward.store.Times;
import onward.store.table.Automations;
import onward.store.table.ContactChange;
import onward.store.table.Contacts;
import onward.store.table.Segments;
import onward.store.table.StoredAutomation;
import onward.store.table.TemplateHead;
import onward.store.table.TemplateText;
import onward.store.table.Templates;

/**
 * A scenario of the model in a project of its own, so that many can be played in one database at once.
 *
 * @param scenario with ids that no other tenant has
 */
record Tenant(UUID project, Scenario scenario) {
    private static final String SENDER = "Shop <shop@example.com>";
    private static final String INSERT_PROJECT = "insert into project (id, name, created_at) values ($1, 'case', $2)";

    /** Makes all that is there before anything happens. */
    Future<Void> moveIn(SqlClient tx, Instant now, Ids ids) {
        return tx.preparedQuery(INSERT_PROJECT)
                .execute(Tuple.of(project, Times.toSql(now)))
                .compose(done -> Future.all(furniture(tx, now, ids).toList()))
                .mapEmpty();
    }

    private Stream<Future<?>> furniture(SqlClient tx, Instant now, Ids ids) {
        Stream<Future<?>> stock = Stream.of(
                published(tx, Stock.WELCOME, "<p>Hi</p>", List.of(), now, ids),
                published(
                        tx, Stock.NEWS, "<p>{{{" + Stock.NEWS_VARIABLE + "}}}</p>", List.of(newsVariable()), now, ids),
                drafted(tx, ids.next(now), Stock.DRAFT, "<p>Soon</p>", List.of(), now, ids),
                Segments.create(tx, project, Stock.SEGMENT, "members", now));
        Stream<Future<?>> people = scenario.people().stream().map(person -> contact(tx, person, now));
        Stream<Future<?>> automations = scenario.drawings().stream().map(drawing -> automation(tx, drawing, now, ids));
        return Stream.of(stock, people, automations).flatMap(some -> some);
    }

    private Future<Void> published(
            SqlClient tx, String alias, String html, List<Map<String, Object>> variables, Instant now, Ids ids) {
        UUID id = ids.next(now);
        return drafted(tx, id, alias, html, variables, now, ids)
                .compose(done -> Templates.publish(tx, project, id, now));
    }

    private Future<Void> drafted(
            SqlClient tx,
            UUID id,
            String alias,
            String html,
            List<Map<String, Object>> variables,
            Instant now,
            Ids ids) {
        var head = new TemplateHead(id, alias, alias, ids.next(now), null, null, now, now);
        var text = new TemplateText(SENDER, "Hello", List.of(), html, null, variables);
        return Templates.create(tx, project, head, text, now);
    }

    private static Map<String, Object> newsVariable() {
        return Map.of("key", Stock.NEWS_VARIABLE, "type", "string");
    }

    private Future<UUID> contact(SqlClient tx, Person person, Instant now) {
        var change = new ContactChange(
                person.email(),
                true,
                person.firstName(),
                true,
                person.lastName(),
                person.unsubscribed(),
                person.properties());
        return Contacts.upsert(tx, project, person.id(), change, now);
    }

    /** The first id that is asked for is the automation's own. */
    private Future<UUID> automation(SqlClient tx, Drawing drawing, Instant now, Ids ids) {
        var automation = Blueprint.read(drawing.definition()).value();
        var draft = new StoredAutomation.Draft("drawn", true, automation.triggerEvent(), automation.toDefinition());
        var own = Stream.concat(Stream.of(drawing.id()), Stream.generate(() -> ids.next(now)))
                .iterator();
        return Automations.create(tx, project, draft, now, instant -> own.next());
    }

    /** Every other event names its person by the address, in another spelling; where nobody is deleted, that is the same. */
    NewEvent event(Happening happening) {
        boolean isByAddress = !scenario.hasDeletions() && happening.id().getLeastSignificantBits() % 2 == 0;
        return new NewEvent(
                project,
                happening.name(),
                isByAddress ? null : happening.personId(),
                isByAddress ? address(happening.personId()) : null,
                happening.payload(),
                null,
                null);
    }

    private String address(UUID personId) {
        return scenario.people().stream()
                .filter(person -> person.id().equals(personId))
                .map(person -> person.email().toUpperCase(Locale.ROOT))
                .findFirst()
                .orElseThrow();
    }
}

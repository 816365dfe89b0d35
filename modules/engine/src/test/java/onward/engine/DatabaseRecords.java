package onward.engine;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import onward.flow.model.Account;
import onward.flow.model.Drawing;
import onward.flow.model.Person;
import onward.flow.model.Scenario;
import onward.flow.model.Story;
import onward.store.Times;
import onward.store.json.JsonReader;

/** What the database tells of a scenario, in the words of the model. */
final class DatabaseRecords {
    private static final String RUNS = """
            select id, event_id, automation_id, status, resting, step_key, due_at, reason::text as reason,
              (select count(*) from envelope where envelope.project_id = run.project_id and run_id = run.id) as mails
            from run
            where project_id = $1
            order by event_id, automation_id
            """;
    private static final String TRAILS = """
            select run_id, step_key, status, output::text as output, error::text as error, completed_at
            from trail
            where project_id = $1
            order by run_id, position
            """;
    private static final String PEOPLE = """
            select id, email, first_name, last_name, unsubscribed, properties::text as properties
            from contact
            where project_id = $1
            """;
    private static final String MEMBERS = "select contact_id from segment_member where project_id = $1";
    private static final String REFUSED =
            "select event_id from entry_refusal where project_id = $1 and reason = 'contact_deleted'";
    private static final String DUE = """
            select project_id, min(due_at) as due_at
            from run
            where status = 'running'
            group by project_id
            """;

    private final Workshop workshop;

    DatabaseRecords(Workshop workshop) {
        this.workshop = workshop;
    }

    /** The earliest due instant of each project that has one. */
    Map<UUID, Instant> nextDue() {
        var due = new HashMap<UUID, Instant>();
        workshop.rows(DUE).forEach(row -> due.put(row.getUUID("project_id"), instant(row, "due_at")));
        due.values().removeIf(instant -> instant == null);
        return due;
    }

    /** Events that started no run, because their contact was not there any more when the server looked. */
    Set<UUID> refused(UUID project) {
        return ids(project, REFUSED, "event_id");
    }

    Account account(UUID project, Scenario scenario) {
        Map<UUID, List<Story.Visit>> trails = workshop.rows(TRAILS, project).stream()
                .collect(Collectors.groupingBy(
                        row -> row.getUUID("run_id"), Collectors.mapping(DatabaseRecords::visit, Collectors.toList())));
        List<UUID> drawings = scenario.drawings().stream().map(Drawing::id).toList();
        List<Story> stories = workshop.rows(RUNS, project).stream()
                .map(row -> story(row, drawings, trails.getOrDefault(row.getUUID("id"), List.of())))
                .toList();
        Map<UUID, Person> people = workshop.rows(PEOPLE, project).stream()
                .map(DatabaseRecords::person)
                .collect(Collectors.toMap(Person::id, Function.identity()));
        return new Account(stories, people, ids(project, MEMBERS, "contact_id"));
    }

    private Set<UUID> ids(UUID project, String sql, String column) {
        return workshop.rows(sql, project).stream()
                .map(row -> row.getUUID(column))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Story story(Row row, List<UUID> drawings, List<Story.Visit> visits) {
        return new Story(
                row.getUUID("event_id"),
                drawings.indexOf(row.getUUID("automation_id")),
                row.getString("status"),
                Story.reason(object(row, "reason")),
                visits,
                row.getBoolean("resting") ? row.getString("step_key") : null,
                instant(row, "due_at"),
                row.getLong("mails").intValue());
    }

    private static Story.Visit visit(Row row) {
        return Story.Visit.of(
                row.getString("step_key"),
                row.getString("status"),
                object(row, "output"),
                object(row, "error"),
                instant(row, "completed_at"));
    }

    private static Person person(Row row) {
        return new Person(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("unsubscribed"),
                object(row, "properties"));
    }

    private static Instant instant(Row row, String column) {
        return Times.fromSql(row.getOffsetDateTime(column));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Row row, String column) {
        String text = row.getString(column);
        return text == null ? null : (Map<String, Object>) JsonReader.read(text);
    }
}

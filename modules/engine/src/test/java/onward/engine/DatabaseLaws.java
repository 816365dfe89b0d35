package onward.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import onward.store.Times;

/** What holds of the tables whenever nothing moves any more, whatever the automations say. */
final class DatabaseLaws {
    private static final String BREACHES = """
            select project_id, 'an event that nobody looked at, ' || id as breach
            from chk_event
            where not matched
            union all
            select project_id, 'mail in a mailbox of run ' || run_id || ', ' || kind
            from signal
            union all
            select w.project_id, 'run ' || w.run_id || ', ' || r.status || ' at ' || coalesce(r.step_key, 'nothing')
              || ', listens at ''' || w.step_key || ''''
            from open_wait as w
            left join run as r on r.project_id = w.project_id and r.id = w.run_id
            where r.status is distinct from 'running'
              or w.contact_id <> r.contact_id
              or w.step_key not in ('', r.step_key)
              or w.step_key <> '' and w.until is distinct from r.due_at
            union all
            select project_id, 'a run that does not rest, ' || id
            from run
            where status = 'running' and not resting
            union all
            select project_id, 'a run that was due at ' || due_at || ', ' || id
            from run
            where due_at <= $1
            union all
            select r.project_id, 'a run that nothing moves, ' || r.id || ' at ' || r.step_key
            from run as r
            where r.status = 'running'
              and r.due_at is null
              and not exists (
                select from open_wait as w
                where w.project_id = r.project_id and w.run_id = r.id and w.step_key = r.step_key)
            union all
            select project_id, 'more than one run of event ' || event_id
            from run
            group by project_id, automation_id, event_id
            having count(*) > 1
            union all
            select r.project_id, 'run ' || r.id || ' with the trail ' || coalesce(t.positions::text, '{}')
            from run as r
            left join lateral (
              select array_agg(position order by position) as positions,
                count(*) filter (where status in ('running', 'waiting')) as open
              from trail
              where trail.project_id = r.project_id and trail.run_id = r.id
            ) as t on true
            where coalesce(t.positions, '{}') <> array(select generate_series(0, r.position - 1))
              or t.open <> (case when r.status = 'running' then 1 else 0 end)
            """;

    private final Workshop workshop;

    DatabaseLaws(Workshop workshop) {
        this.workshop = workshop;
    }

    /** The laws that are broken, by project. */
    Map<UUID, List<String>> breaches(Instant now) {
        return workshop.rows(BREACHES, Times.toSql(now)).stream()
                .collect(Collectors.groupingBy(
                        row -> row.getUUID("project_id"),
                        Collectors.mapping(row -> row.getString("breach"), Collectors.toList())));
    }
}

-- What waits, for whoever scrapes it: every count by a partial or a small index, and up to :budget.

-- :name backlog
select
  (select count(*) from (select from unmatched_event limit :budget) as n) as events,
  (
    select e.received_at
    from (select project_id, event_id from unmatched_event order by event_id limit 1) as u
    cross join lateral (
      select received_at
      from event
      where event.project_id = u.project_id
        and event.id = u.event_id
      limit 1
    ) as e
  ) as oldest_event,
  (select count(*) from (
    select from run
    where status = 'running' and due_at <= :now::timestamptz and quarantined_at is null
    limit :budget
  ) as n) as runs_due,
  (select min(due_at) from run where status = 'running' and due_at is not null and quarantined_at is null) as oldest_run,
  (select count(*) from (select from outbox limit :budget) as n) as outbox,
  (select count(*) from (select from outbox where due_at <= :now limit :budget) as n) as outbox_due,
  (select min(due_at) from outbox) as oldest_outbox,
  (select count(*) from (select from run where quarantined_at is not null limit :budget) as n) as runs_quarantined,
  (select count(*) from (select from event where quarantined_at is not null limit :budget) as n) as events_quarantined,
  pg_database_size(current_database()) as bytes

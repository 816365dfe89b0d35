-- Rows that failed alone: how often, and when each is tried again.

-- Of two nodes that met the row at once only the first counts. The pause grows fourfold with each try.
-- :name count
insert into strike as s (project_id, kind, row_id, count, last_fault, first_at, last_at, again_at)
values (:project_id, :kind, :row_id, 1, :fault, :now::timestamptz, :now::timestamptz,
  :now::timestamptz + make_interval(secs => :pause_first_seconds::float8))
on conflict (project_id, kind, row_id) do update
set count = s.count + 1,
  last_fault = excluded.last_fault,
  last_at = excluded.last_at,
  again_at = excluded.last_at + make_interval(
    secs => least(:pause_first_seconds::float8 * power(4, s.count), :pause_max_seconds::float8))
where s.again_at <= excluded.last_at
returning s.count

-- Those that failed last so long ago that they moved since, or that the fault was another one.
-- :name forget
delete from strike as s
where s.last_at < :before
  and not exists (
    select from event
    where event.project_id = s.project_id and event.id = s.row_id and event.quarantined_at is not null)
  and not exists (
    select from run
    where run.project_id = s.project_id and run.id = s.row_id and run.quarantined_at is not null)

-- :name quarantine_event
with given as (select :now::timestamptz as at),
left_alone as (
  delete from unmatched_event
  where project_id = :project_id
    and event_id = :id
  returning project_id, event_id
)
update event
set quarantined_at = given.at
from given, left_alone
where event.project_id = left_alone.project_id
  and event.id = left_alone.event_id
  and event.quarantined_at is null

-- :name quarantine_run
update run
set quarantined_at = :now
where project_id = :project_id
  and id = :id
  and status = 'running'
  and quarantined_at is null

-- Gives a row its tries back, quarantined or not yet, and says what it is.
-- :name release
with events as (
  update event
  set quarantined_at = null
  where quarantined_at is not null
    and id = :id
  returning project_id, id, 'event' as kind
),
unmatched as (
  insert into unmatched_event (event_id, project_id)
  select id, project_id
  from events
),
runs as (
  update run
  set quarantined_at = null
  where quarantined_at is not null
    and id = :id
  returning 'run' as kind
),
strikes as (
  delete from strike
  where row_id = :id
  returning kind
)
select kind from events
union
select kind from runs
union
select kind from strikes

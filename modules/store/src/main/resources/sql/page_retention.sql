-- How much there is and how fast it grows. Rows and bytes are the planner's estimate and the files' sizes, of all
-- projects; growth is counted by the primary key over the last day, up to :budget rows of a table.

-- :name forecast
select t.sort,
  greatest(c.reltuples, 0)::bigint as rows,
  pg_total_relation_size(c.oid) as bytes,
  t.day_rows
from (
  select 'runs' as sort, 'run' as name, (select count(*) from (
    select from project as p cross join lateral (
      select from run where run.project_id = p.id and run.id > :since_id limit :budget) as n limit :budget) as n) as day_rows
  union all
  select 'runs', 'trail', (select count(*) from (
    select from project as p cross join lateral (
      select from trail where trail.project_id = p.id and trail.run_id > :since_id limit :budget) as n limit :budget) as n)
  union all
  select 'events', 'event', (select count(*) from (
    select from project as p cross join lateral (
      select from event where event.project_id = p.id and event.id > :since_id limit :budget) as n limit :budget) as n)
  union all
  select 'mail_content', 'envelope', (select count(*) from (
    select from project as p cross join lateral (
      select from envelope where envelope.project_id = p.id and envelope.id > :since_id limit :budget) as n
    limit :budget) as n)
  union all
  select 'mail_content', 'attachment', (select count(*) from (
    select from project as p cross join lateral (
      select from attachment where attachment.project_id = p.id and attachment.envelope_id > :since_id limit :budget) as n
    limit :budget) as n)
  union all
  select 'request_log', 'request_log', (select count(*) from (
    select from project as p cross join lateral (
      select from request_log where request_log.project_id = p.id and request_log.id > :since_id limit :budget) as n
    limit :budget) as n)
  union all
  select 'webhook_log', 'hook_event', (select count(*) from (
    select from project as p cross join lateral (
      select from hook_event where hook_event.project_id = p.id and hook_event.id > :since_id limit :budget) as n
    limit :budget) as n)
) as t
join pg_class as c on c.oid = to_regclass(t.name)

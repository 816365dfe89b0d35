-- What happened how often. Passes add deltas; now and then they are added up to hours; a reader takes both together.

-- :name add
insert into metric_delta (project_id, automation_id, hour, step_key, metric, count, seconds)
select m.project_id, m.automation_id, date_trunc('hour', :now::timestamptz, 'UTC'), m.step_key, m.metric, m.count,
  m.seconds
from unnest(
  :project_ids::uuid[], :automation_ids::uuid[], :step_keys::text[], :metrics::text[], :counts::bigint[],
  :seconds::double precision[]
) as m (project_id, automation_id, step_key, metric, count, seconds)

-- Rows of hours are written in the order of their keys, so that two nodes never wait for each other in a circle.
-- What is deleted is found by its place, which holds while it is locked: by their keys it was now and then compared each
-- with each.
-- :name fold
with taken as (
  delete from metric_delta
  where ctid = any (array(
    select ctid
    from metric_delta
    order by project_id, automation_id, id
    limit :limit
    for update skip locked))
  returning project_id, automation_id, hour, step_key, metric, count, seconds
),
summed as (
  insert into metric_hour as m (project_id, automation_id, hour, step_key, metric, count, seconds)
  select project_id, automation_id, hour, step_key, metric, sum(count), sum(seconds)
  from taken
  group by project_id, automation_id, hour, step_key, metric
  order by project_id, automation_id, hour, step_key, metric
  on conflict (project_id, automation_id, hour, step_key, metric) do update
  set count = m.count + excluded.count,
    seconds = m.seconds + excluded.seconds
)
select count(*)::int as folded
from taken

-- :name forget
delete from metric_hour as m
using (
  select project_id, automation_id, hour, step_key, metric
  from metric_hour
  where hour < :before
  order by hour
  limit :limit
) as old
where m.project_id = old.project_id
  and m.automation_id = old.automation_id
  and m.hour = old.hour
  and m.step_key = old.step_key
  and m.metric = old.metric

-- :name of_automation
select date_trunc(:interval::text, hour, 'UTC') as at, step_key, metric, sum(count)::bigint as count,
  sum(seconds) as seconds
from (
  select hour, step_key, metric, count, seconds
  from metric_hour
  where project_id = :project_id
    and automation_id = :automation_id
    and hour >= :since
    and hour < :until
  union all
  select hour, step_key, metric, count, seconds
  from metric_delta
  where project_id = :project_id
    and automation_id = :automation_id
    and hour >= :since
    and hour < :until
) as counted
group by 1, 2, 3

-- :name of_project
select date_trunc(:interval::text, hour, 'UTC') as at, '' as step_key, metric, sum(count)::bigint as count,
  sum(seconds) as seconds
from (
  select hour, step_key, metric, count, seconds
  from metric_hour
  where project_id = :project_id
    and hour >= :since
    and hour < :until
  union all
  select hour, step_key, metric, count, seconds
  from metric_delta
  where project_id = :project_id
    and hour >= :since
    and hour < :until
) as counted
where step_key = '' or metric like 'email.%'
group by 1, 3

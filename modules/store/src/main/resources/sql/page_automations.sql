-- Automations with what they are doing. What is counted is counted among the newest :budget runs of each.

-- :name list
select a.id, a.name, a.status, a.created_at, a.updated_at, v.number, v.trigger_event,
  n.runs, n.live, n.failed, n.newest_at
from (
  select project_id, id, name, status, version_id, created_at, updated_at
  from automation
  where project_id = :project_id
    and id < :before_id
  order by id desc
  limit :limit
) as a
left join automation_version as v on v.project_id = a.project_id and v.id = a.version_id
cross join lateral (
  select count(*) as runs, count(*) filter (where status = 'running') as live,
    count(*) filter (where status = 'failed') as failed, max(created_at) as newest_at
  from (
    select status, created_at
    from run
    where run.project_id = a.project_id
      and run.automation_id = a.id
    order by created_at desc, id desc
    limit :budget
  ) as looked_at
) as n
order by a.id desc

-- :name automation
select a.id, a.name, a.status, a.created_at, a.updated_at, v.number, v.trigger_event, v.definition::text as definition
from automation as a
left join automation_version as v on v.project_id = a.project_id and v.id = a.version_id
where a.project_id = :project_id
  and a.id = :id

-- Where its newest runs are, or how they ended.
-- :name steps
select status, step_key, count(*) as runs
from (
  select status, step_key
  from run
  where project_id = :project_id
    and automation_id = :id
  order by created_at desc, id desc
  limit :budget
) as looked_at
group by status, step_key
order by status, step_key

-- What its newest runs did, by step.
-- :name visits
select t.step_key, count(*) as entered, count(*) filter (where t.status = 'failed') as failed,
  percentile_cont(0.5) within group (order by extract(epoch from t.completed_at - t.started_at))
    filter (where t.completed_at is not null) as median_seconds
from (
  select project_id, id
  from run
  where project_id = :project_id
    and automation_id = :id
  order by created_at desc, id desc
  limit :visits_budget
) as r
join trail as t on t.project_id = r.project_id and t.run_id = r.id
group by t.step_key

-- :name versions
select number, id, trigger_event, created_at, definition::text as definition
from automation_version
where project_id = :project_id
  and automation_id = :id
order by number desc
limit :limit

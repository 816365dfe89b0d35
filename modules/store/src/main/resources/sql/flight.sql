-- Live runs of one automation, by version and step. The index of live runs by contact is the one that has all of them
-- and nothing else, so at most :budget live runs of the project are looked at, however many have ended.

-- :name live
select l.version_id, v.number, l.step_key, count(*) as runs, count(*) filter (where l.resting) as resting,
  max(l.looked_at) as looked_at
from (
  select automation_id, version_id, step_key, resting, count(*) over () as looked_at
  from (
    select automation_id, version_id, step_key, resting
    from run
    where project_id = :project_id
      and status = 'running'
    order by contact_id
    limit :budget
  ) as live
) as l
left join automation_version as v on v.project_id = :project_id and v.id = l.version_id
where l.automation_id = :automation_id
group by l.version_id, v.number, l.step_key
order by v.number desc, l.step_key
limit :limit

-- Those of older versions at these steps.
-- :name leaving
select id, step_key
from (
  select id, automation_id, version_id, step_key
  from run
  where project_id = :project_id
    and status = 'running'
  order by contact_id
  limit :budget
) as live
where automation_id = :automation_id
  and version_id <> :version_id
  and step_key = any (:step_keys::text[])
order by id
limit :limit

-- The newest runs of the oldest project. Ids are UUIDv7, so newest first is the primary key of run read
-- backwards: no index of its own, no sort, and the joins are 50 look-ups by primary key.
-- :name newest
select r.id, r.status, r.step_key, r.resting, r.due_at, r.started_at, r.completed_at,
  coalesce(c.email, e.email) as email, a.name as automation, v.number as version
from (
  select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at, started_at,
    completed_at
  from run
  where project_id = (select id from project order by created_at, id limit 1)
    and id < :before_id
  order by id desc
  limit :limit
) as r
left join contact c on c.project_id = r.project_id and c.id = r.contact_id
left join event e on e.project_id = r.project_id and e.id = r.event_id
left join automation a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version v on v.project_id = r.project_id and v.id = r.version_id
order by r.id desc

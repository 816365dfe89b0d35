-- Runs, newest first. Ids are UUIDv7, so newest first is a key read backwards: no sort, and the joins are look-ups by
-- primary key. A filter that no index has is asked of the newest :budget runs alone.

-- :name newest
select r.id, r.automation_id, r.contact_id, r.status, r.step_key, r.resting, r.due_at, r.started_at, r.completed_at,
  coalesce(c.email, e.email) as email, a.name as automation, v.number as version
from (
  select *
  from (
    select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at,
      started_at, completed_at
    from run
    where project_id = :project_id
      and id < :before_id
    order by id desc
    limit :budget
  ) as looked_at
  where :status::text is null or status = :status
  order by id desc
  limit :limit
) as r
left join contact as c on c.project_id = r.project_id and c.id = r.contact_id
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
order by r.id desc

-- Failed and cancelled ones, which have an index of their own.
-- :name unwell
select r.id, r.automation_id, r.contact_id, r.status, r.step_key, r.resting, r.due_at, r.started_at, r.completed_at,
  coalesce(c.email, e.email) as email, a.name as automation, v.number as version
from (
  select *
  from (
    select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at,
      started_at, completed_at
    from run
    where project_id = :project_id
      and id < :before_id
      and status in ('failed', 'cancelled')
    order by id desc
    limit :budget
  ) as looked_at
  where :status::text is null or status = :status
  order by id desc
  limit :limit
) as r
left join contact as c on c.project_id = r.project_id and c.id = r.contact_id
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
order by r.id desc

-- Those of one automation.
-- :name of_automation
select r.id, r.automation_id, r.contact_id, r.status, r.step_key, r.resting, r.due_at, r.started_at, r.completed_at,
  coalesce(c.email, e.email) as email, a.name as automation, v.number as version
from (
  select *
  from (
    select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, resting, due_at,
      started_at, completed_at, created_at
    from run
    where project_id = :project_id
      and automation_id = :automation_id
      and (created_at, id) < (
        coalesce((select created_at from run where project_id = :project_id and id = :before_id), 'infinity'),
        :before_id)
    order by created_at desc, id desc
    limit :budget
  ) as looked_at
  where :status::text is null or status = :status
  order by created_at desc, id desc
  limit :limit
) as r
left join contact as c on c.project_id = r.project_id and c.id = r.contact_id
left join event as e on e.project_id = r.project_id and e.id = r.event_id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
order by r.id desc

-- Those that the newest events of one person started, found by the events and the automations they start.
-- :name of_person
select r.id, r.automation_id, r.contact_id, r.status, r.step_key, r.resting, r.due_at, r.started_at, r.completed_at,
  p.email, a.name as automation, v.number as version
from (
  select e.project_id, e.id, e.name, e.email
  from unnest(:person_keys::text[]) as k (person_key)
  cross join lateral (
    select project_id, id, name, email, received_at
    from event
    where event.project_id = :project_id
      and event.person_key = k.person_key
    order by received_at desc
    limit :events
  ) as e
) as p
cross join lateral (
  select distinct automation_id
  from enablement
  where enablement.project_id = p.project_id
    and enablement.trigger_event = p.name
) as n
join run as r on r.project_id = p.project_id and r.automation_id = n.automation_id and r.event_id = p.id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
left join automation_version as v on v.project_id = r.project_id and v.id = r.version_id
order by r.id desc
limit :limit

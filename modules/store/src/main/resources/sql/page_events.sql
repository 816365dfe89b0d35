-- Events as they came, newest first; ids are UUIDv7, so newest first is the primary key read backwards.

-- :name list
select e.id, e.name, e.contact_id, coalesce(e.email, c.email) as email, e.received_at, e.quarantined_at,
  exists (select from unmatched_event as u where u.event_id = e.id and u.project_id = e.project_id) as waiting
from (
  select *
  from (
    select project_id, id, name, contact_id, email, received_at, quarantined_at
    from event
    where project_id = :project_id
      and id < :before_id
    order by id desc
    limit :budget
  ) as looked_at
  where :name::text is null or name = :name
  order by id desc
  limit :limit
) as e
left join contact as c on c.project_id = e.project_id and c.id = e.contact_id
order by e.id desc

-- :name event
select e.id, e.name, e.contact_id, coalesce(e.email, c.email) as email, e.received_at, e.occurred_at, e.quarantined_at,
  e.payload::text as payload, e.idempotency_key,
  exists (select from unmatched_event as u where u.event_id = e.id and u.project_id = e.project_id) as waiting
from event as e
left join contact as c on c.project_id = e.project_id and c.id = e.contact_id
where e.project_id = :project_id
  and e.id = :id

-- What it started: one look by the unique key of runs for each automation that its name starts.
-- :name runs
select r.id, r.status, a.id as automation_id, a.name as automation
from (
  select distinct automation_id
  from enablement
  where project_id = :project_id
    and trigger_event = :name
) as n
join run as r on r.project_id = :project_id and r.automation_id = n.automation_id and r.event_id = :event_id
left join automation as a on a.project_id = r.project_id and a.id = r.automation_id
order by r.id
limit :limit

-- Where it started nothing, and why.
-- :name refusals
select f.automation_id, a.name as automation, f.reason, f.run_id
from (
  select distinct automation_id
  from enablement
  where project_id = :project_id
    and trigger_event = :name
) as n
join entry_refusal as f
  on f.project_id = :project_id and f.automation_id = n.automation_id and f.event_id = :event_id
left join automation as a on a.project_id = f.project_id and a.id = f.automation_id
order by f.automation_id
limit :limit

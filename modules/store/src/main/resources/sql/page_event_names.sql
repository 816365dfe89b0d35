-- Names of events: those that were declared, those that some automation began with, and those that came lately.

-- Name after name off the index of enablements, each found by the one before, so that an automation that was enabled
-- a thousand times costs as much as one that was enabled once.
-- :name list
with recursive started as (
  (
    select trigger_event as name
    from enablement
    where project_id = :project_id
      and trigger_event > :after::text
    order by trigger_event
    limit 1
  )
  union all
  select (
    select e.trigger_event
    from enablement as e
    where e.project_id = :project_id
      and e.trigger_event > started.name
    order by e.trigger_event
    limit 1
  )
  from started
  where started.name is not null
),
named as (
  select name
  from (
    (select name from started where name is not null limit :limit)
    union
    (
      select name
      from event_type
      where project_id = :project_id
        and name > :after::text
      order by name
      limit :limit
    )
  ) as found
  order by name
  limit :limit
)
select n.name, t.schema::text as schema, t.id is not null as is_declared, s.automations
from named as n
left join event_type as t on t.project_id = :project_id and t.name = n.name
cross join lateral (
  select count(*)::int as automations
  from enablement as e
  where e.project_id = :project_id
    and e.trigger_event = n.name
    and e.disabled_at is null
) as s
order by n.name

-- The newest event of every name among the newest :budget events.
-- :name lately
select l.name, l.id, l.received_at,
  exists (select from event_type as t where t.project_id = :project_id and t.name = l.name)
    or exists (select from enablement as e where e.project_id = :project_id and e.trigger_event = l.name) as is_known
from (
  select distinct on (name) name, id, received_at
  from (
    select name, id, received_at
    from event
    where project_id = :project_id
    order by id desc
    limit :budget
  ) as looked_at
  order by name, id desc
) as l
order by l.id desc
limit :limit

-- The newest event of one name among the newest :budget events.
-- :name newest
select id, received_at, payload::text as payload
from (
  select id, name, received_at, payload
  from event
  where project_id = :project_id
  order by id desc
  limit :budget
) as looked_at
where name = :name
order by id desc
limit 1

-- Which automations begin with it now.
-- :name automations
select a.id, a.name
from enablement as e
join automation as a on a.project_id = e.project_id and a.id = e.automation_id
where e.project_id = :project_id
  and e.trigger_event = :name
  and e.disabled_at is null
order by a.id desc
limit :limit

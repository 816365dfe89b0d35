-- Definitions of events: a name and, by choice, the types of the payload's fields.

-- :name insert
-- No row comes back when the project has a definition of that name.
insert into event_type (project_id, id, name, schema, created_at, updated_at)
values (:project_id, :id, :name, :schema::text::jsonb, :now, :now)
on conflict (project_id, name) do nothing
returning id

-- :name find
-- A name may look like an id; the id wins.
select id, name, schema::text as schema, created_at, updated_at
from event_type
where project_id = :project_id
  and (id = :id::uuid or name = :name)
order by id = :id::uuid desc nulls last
limit 1

-- :name update_schema
update event_type
set schema = :schema::text::jsonb,
    updated_at = :now
where project_id = :project_id
  and id = :id

-- :name delete
delete from event_type
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from event_type
where project_id = :project_id
  and id = :id

-- :name older
select id, name, schema::text as schema, created_at, updated_at
from event_type
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, name, schema::text as schema, created_at, updated_at
from event_type
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- Nearly always all of them are there.
-- :name register
insert into event_type (project_id, id, name, created_at, updated_at)
select k.project_id, k.id, k.name, :now::timestamptz, :now::timestamptz
from unnest(:project_ids::uuid[], :ids::uuid[], :names::text[]) as k (project_id, id, name)
where not exists (
  select from event_type
  where event_type.project_id = k.project_id
    and event_type.name = k.name)
order by k.project_id, k.name
on conflict do nothing

-- Declared properties of contacts: a key, a type that never changes, and what counts where a contact has no value.

-- Nothing when the key is taken or the project has its fill of properties.
-- :name insert
insert into contact_property (project_id, id, key, type, fallback_value, created_at)
select :project_id::uuid, :id::uuid, :key::text, :type::text, :fallback_value::text::jsonb, :now::timestamptz
where (select count(*) from contact_property where project_id = :project_id::uuid) < :properties_max::int
on conflict (project_id, key) do nothing

-- :name count
select count(*) as count
from contact_property
where project_id = :project_id

-- Keys that are declared already stay as they are. Rows are written in the order of their keys, as every batch does.
-- :name declare
insert into contact_property (project_id, id, key, type, created_at)
select :project_id::uuid, d.id, d.key, d.type, :now::timestamptz
from unnest(:ids::uuid[], :keys::text[], :types::text[]) as d (id, key, type)
order by d.key
on conflict (project_id, key) do nothing

-- :name find
select id, key, type, fallback_value::text as fallback_value, created_at
from contact_property
where project_id = :project_id
  and id = :id

-- :name types
select key, type
from contact_property
where project_id = :project_id
  and key = any (:keys::text[])

-- :name fallbacks
select project_id, key, fallback_value::text as fallback_value
from contact_property
where project_id = any (:project_ids::uuid[])
  and fallback_value is not null

-- :name update
update contact_property
set fallback_value = :fallback_value::text::jsonb
where project_id = :project_id
  and id = :id

-- :name delete
delete from contact_property
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from contact_property
where project_id = :project_id
  and id = :id

-- :name older
select id, key, type, fallback_value::text as fallback_value, created_at
from contact_property
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, key, type, fallback_value::text as fallback_value, created_at
from contact_property
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- People of a project. `email_key` is the address trimmed and in lower case (Address.key): it makes two
-- spellings one person, `email` keeps the first spelling for display.

-- A field that was not given keeps its value; a property set to null is removed.
-- :name upsert
insert into contact as c
  (project_id, id, email, email_key, first_name, last_name, unsubscribed, properties, created_at, updated_at)
values
  (:project_id, :id, :email, :email_key, :first_name, :last_name, coalesce(:unsubscribed::boolean, false),
   jsonb_strip_nulls(:properties::text::jsonb), :now, :now)
on conflict (project_id, email_key) do update
set first_name = case when :first_name_given::boolean then excluded.first_name else c.first_name end,
    last_name = case when :last_name_given::boolean then excluded.last_name else c.last_name end,
    unsubscribed = coalesce(:unsubscribed::boolean, c.unsubscribed),
    properties = jsonb_strip_nulls(c.properties || :properties::text::jsonb),
    updated_at = greatest(:now, c.updated_at)
returning id

-- :name update
update contact
set email = coalesce(:email::text, email),
    email_key = coalesce(:email_key::text, email_key),
    first_name = case when :first_name_given::boolean then :first_name::text else first_name end,
    last_name = case when :last_name_given::boolean then :last_name::text else last_name end,
    unsubscribed = coalesce(:unsubscribed::boolean, unsubscribed),
    properties = jsonb_strip_nulls(properties || :properties::text::jsonb),
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and (id = :ref_id::uuid or email_key = :ref_key::text)
returning id

-- :name delete
delete from contact
where project_id = :project_id
  and (id = :ref_id::uuid or email_key = :ref_key::text)
returning id

-- :name find
select project_id, id, email, first_name, last_name, unsubscribed, properties::text as properties,
       created_at, updated_at
from contact
where project_id = :project_id
  and (id = :ref_id::uuid or email_key = :ref_key::text)

-- Its id; the contact stays until the transaction ends. Whoever wants its lock, see locks.sql, takes that first.
-- :name hold
select id
from contact
where project_id = :project_id
  and (id = :ref_id::uuid or email_key = :ref_key::text)
for key share

-- :name cursor
select created_at
from contact
where project_id = :project_id and id = :id

-- :name older
select project_id, id, email, first_name, last_name, unsubscribed, properties::text as properties,
       created_at, updated_at
from contact
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, email, first_name, last_name, unsubscribed, properties::text as properties,
       created_at, updated_at
from contact
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- What steps change, one row a contact. Rows are locked in the order of their ids.
-- :name patch
with held as (
  select contact.project_id, contact.id
  from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
  join contact on contact.project_id = k.project_id and contact.id = k.id
  order by contact.project_id, contact.id
  for no key update of contact
)
update contact
set first_name = case when p.first_name_given then p.first_name else contact.first_name end,
    last_name = case when p.last_name_given then p.last_name else contact.last_name end,
    unsubscribed = coalesce(p.unsubscribed, contact.unsubscribed),
    properties = jsonb_strip_nulls(contact.properties || p.properties::jsonb),
    updated_at = greatest(:now, contact.updated_at)
from held
join unnest(
  :project_ids::uuid[], :ids::uuid[], :first_name_givens::boolean[], :first_names::text[],
  :last_name_givens::boolean[], :last_names::text[], :unsubscribeds::boolean[], :properties::text[]
) as p (project_id, id, first_name_given, first_name, last_name_given, last_name, unsubscribed, properties)
  on p.project_id = held.project_id and p.id = held.id
where contact.project_id = held.project_id
  and contact.id = held.id

-- :name delete_these
delete from contact
using unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
where contact.project_id = k.project_id
  and contact.id = k.id

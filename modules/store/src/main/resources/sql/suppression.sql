-- Addresses that get no mail. An address is suppressed once, for the first reason that came.

-- :name insert
with wanted as (
  select s.id, s.email, s.email_key, s.origin, s.source_id
  from unnest(
    :ids::uuid[], :emails::text[], :email_keys::text[], :origins::text[], :source_ids::uuid[]
  ) as s (id, email, email_key, origin, source_id)
),
added as (
  insert into suppression (project_id, id, email, email_key, origin, source_id, created_at)
  select :project_id, id, email, email_key, origin, source_id, :now
  from wanted
  order by email_key
  on conflict (project_id, email_key) do nothing
  returning id, email_key
)
select w.email_key, coalesce(added.id, there.id) as id
from wanted as w
left join added on added.email_key = w.email_key
left join suppression as there
  on there.project_id = :project_id
  and there.email_key = w.email_key

-- :name bounced
insert into suppression (project_id, id, email, email_key, origin, source_id, created_at)
select s.project_id, s.id, s.email_key, s.email_key, s.origin, s.source_id, :now
from unnest(
  :project_ids::uuid[], :ids::uuid[], :email_keys::text[], :origins::text[], :source_ids::uuid[]
) as s (project_id, id, email_key, origin, source_id)
order by s.project_id, s.email_key
on conflict (project_id, email_key) do nothing

-- :name find
select id, email, origin, source_id, created_at
from suppression
where project_id = :project_id
  and (id = :id::uuid or email_key = :email_key::text)

-- :name remove
delete from suppression
where project_id = :project_id
  and (id = any (:ids::uuid[]) or email_key = any (:email_keys::text[]))
returning id, email_key

-- :name cursor
select created_at
from suppression
where project_id = :project_id
  and id = :id

-- :name older
select id, email, origin, source_id, created_at
from suppression
where project_id = :project_id
  and (:origin::text is null or origin = :origin::text)
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, email, origin, source_id, created_at
from suppression
where project_id = :project_id
  and (:origin::text is null or origin = :origin::text)
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

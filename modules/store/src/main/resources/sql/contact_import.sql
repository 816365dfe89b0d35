-- Imports of contacts. One that is still being received is seen by nobody but the one who receives it.

-- :name open
insert into contact_import (project_id, id, status, turn_at, created_at)
values (:project_id, :id, 'receiving', :now, :now)

-- :name add_chunk
insert into contact_import_chunk (project_id, import_id, position, bytes)
values (:project_id, :import_id, :position, :bytes)

-- :name queue
update contact_import
set status = 'queued',
    plan = :plan::text::jsonb,
    total = :total,
    turn_at = :now
where project_id = :project_id
  and id = :id
  and status = 'receiving'

-- :name drop
delete from contact_import
where project_id = :project_id
  and id = :id
  and status = 'receiving'

-- Those whose sender, or whose server, went away half-way.
-- :name drop_abandoned
delete from contact_import
where status = 'receiving'
  and turn_at < :before

-- The one that waited longest, and nobody else's until the transaction ends.
-- :name next
select project_id, id, plan::text as plan, bytes_done, total, created, updated, skipped, failed,
  problems::text as problems
from contact_import
where status in ('queued', 'in_progress')
order by turn_at, id
limit 1
for update skip locked

-- Two chunks, and whether a third follows, whose bytes nobody needs yet.
-- :name pieces
select position, case when position <= :from::int + 1 then bytes end as bytes
from contact_import_chunk
where project_id = :project_id
  and import_id = :import_id
  and position between :from::int and :from::int + 2
order by position

-- :name move
update contact_import
set status = :status,
    bytes_done = :bytes_done,
    created = :created,
    updated = :updated,
    skipped = :skipped,
    failed = :failed,
    problems = :problems::text::jsonb,
    reason = :reason::text,
    turn_at = :now,
    completed_at = case when :status in ('completed', 'failed') then :now::timestamptz end
where project_id = :project_id
  and id = :id

-- The file is not kept longer than it is needed.
-- :name drop_chunks
delete from contact_import_chunk
where project_id = :project_id
  and import_id = :import_id

-- :name find
select id, status, total, created, updated, skipped, failed, problems::text as problems, reason, created_at,
  completed_at
from contact_import
where project_id = :project_id
  and id = :id
  and status <> 'receiving'

-- :name cursor
select created_at
from contact_import
where project_id = :project_id
  and id = :id
  and status <> 'receiving'

-- :name older
select id, status, total, created, updated, skipped, failed, problems::text as problems, reason, created_at,
  completed_at
from contact_import
where project_id = :project_id
  and status <> 'receiving'
  and (:status::text is null or status = :status)
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, status, total, created, updated, skipped, failed, problems::text as problems, reason, created_at,
  completed_at
from contact_import
where project_id = :project_id
  and status <> 'receiving'
  and (:status::text is null or status = :status)
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- Contacts that are new, in the order of their addresses, so that two nodes never wait for each other in a circle.
-- :name insert_contacts
insert into contact
  (project_id, id, email, email_key, first_name, last_name, unsubscribed, properties, created_at, updated_at)
select :project_id::uuid, r.id, r.email, r.email_key, r.first_name, r.last_name, coalesce(r.unsubscribed, false),
  r.properties::jsonb, :now::timestamptz, :now::timestamptz
from unnest(:ids::uuid[], :emails::text[], :email_keys::text[], :first_names::text[], :last_names::text[],
  :unsubscribeds::boolean[], :properties::text[])
  as r (id, email, email_key, first_name, last_name, unsubscribed, properties)
order by r.email_key
on conflict (project_id, email_key) do nothing
returning id, email_key

-- Contacts that there are take on what their records give. Rows are locked in the order of their ids.
-- :name update_contacts
with held as (
  select contact.id, contact.email_key
  from contact
  where contact.project_id = :project_id::uuid
    and contact.email_key = any (:email_keys::text[])
  order by contact.id
  for no key update of contact
)
update contact
set first_name = coalesce(r.first_name, contact.first_name),
    last_name = coalesce(r.last_name, contact.last_name),
    unsubscribed = coalesce(r.unsubscribed, contact.unsubscribed),
    properties = contact.properties || r.properties::jsonb,
    updated_at = greatest(:now, contact.updated_at)
from held
join unnest(:email_keys::text[], :first_names::text[], :last_names::text[], :unsubscribeds::boolean[],
  :properties::text[]) as r (email_key, first_name, last_name, unsubscribed, properties)
  on r.email_key = held.email_key
where contact.project_id = :project_id::uuid
  and contact.id = held.id
returning contact.id, contact.email_key

-- Topics that are gone are chosen by nobody.
-- :name choose_topics
insert into contact_topic as t (project_id, contact_id, topic_id, subscription, updated_at)
select :project_id::uuid, c.contact_id, topic.id, s.subscription, :now::timestamptz
from unnest(:contact_ids::uuid[]) as c (contact_id)
cross join unnest(:topic_ids::uuid[], :subscriptions::text[]) as s (topic_id, subscription)
join topic on topic.project_id = :project_id::uuid and topic.id = s.topic_id
order by c.contact_id, topic.id
on conflict (project_id, contact_id, topic_id) do update
set subscription = excluded.subscription,
    updated_at = greatest(excluded.updated_at, t.updated_at)

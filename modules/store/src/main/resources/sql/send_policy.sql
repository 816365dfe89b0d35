-- When projects let messages leave.

-- :name find
select definition::text as definition
from send_policy
where project_id = :project_id

-- :name put
insert into send_policy (project_id, definition, updated_at)
values (:project_id, :definition::text::jsonb, :now)
on conflict (project_id) do update
set definition = excluded.definition,
    updated_at = excluded.updated_at

-- :name remove
delete from send_policy
where project_id = :project_id

-- :name all
select project_id, definition::text as definition
from send_policy

-- Contacts that are gone are sent nothing more. What no cap can ask for any more goes.
-- :name count
with old as (
  delete from contact_send
  using (select distinct project_id, contact_id
    from unnest(:project_ids::uuid[], :contact_ids::uuid[]) as k (project_id, contact_id)) as k
  where contact_send.project_id = k.project_id
    and contact_send.contact_id = k.contact_id
    and contact_send.sent_at < :kept_from::timestamptz
)
insert into contact_send (project_id, contact_id, sent_at, id)
select k.project_id, k.contact_id, k.sent_at, k.id
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :sent_ats::timestamptz[], :ids::uuid[])
  as k (project_id, contact_id, sent_at, id)
where exists (select from contact where contact.project_id = k.project_id and contact.id = k.contact_id)
order by k.project_id, k.contact_id, k.sent_at, k.id

-- :name sent
select k.contact_id, s.sent_at
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :froms::timestamptz[]) as k (project_id, contact_id, since)
cross join lateral (
  select sent_at
  from contact_send
  where contact_send.project_id = k.project_id
    and contact_send.contact_id = k.contact_id
    and sent_at > k.since
  order by sent_at desc
  limit :limit
) as s

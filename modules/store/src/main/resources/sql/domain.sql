-- Domains that mails are sent from, and whether their DNS records are there.

-- :name insert
insert into domain (
  project_id, id, name, region, status, open_tracking, click_tracking, tracking_subdomain, tls, sending, receiving,
  return_path, dkim_selector, dkim_public, dkim_private, records, created_at, updated_at)
values (
  :project_id, :id, :name, :region, 'not_started', :open_tracking, :click_tracking, :tracking_subdomain, :tls,
  :sending, :receiving, :return_path, :dkim_selector, :dkim_public, :dkim_private, '{}', :now, :now)
on conflict (project_id, name) do nothing

-- :name find
select project_id, id, name, region, status, open_tracking, click_tracking, tracking_subdomain, tls, sending, receiving,
  return_path, dkim_selector, dkim_public, records::text as records, created_at, updated_at
from domain
where project_id = :project_id
  and id = :id

-- :name update
update domain
set open_tracking = coalesce(:open_tracking::boolean, open_tracking),
    click_tracking = coalesce(:click_tracking::boolean, click_tracking),
    tracking_subdomain = coalesce(:tracking_subdomain::text, tracking_subdomain),
    tls = coalesce(:tls::text, tls),
    sending = coalesce(:sending::boolean, sending),
    receiving = coalesce(:receiving::boolean, receiving),
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id

-- :name delete
delete from domain
where project_id = :project_id
  and id = :id

-- Its records are looked up from now on. One that is verified stays so until a look says otherwise.
-- :name verify
update domain
set verify_due_at = :now,
    verify_until = :until,
    status = case when status = 'verified' then status else 'pending' end,
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from domain
where project_id = :project_id
  and id = :id

-- :name older
select project_id, id, name, region, status, open_tracking, click_tracking, tracking_subdomain, tls, sending, receiving,
  return_path, dkim_selector, dkim_public, records::text as records, created_at, updated_at
from domain
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, name, region, status, open_tracking, click_tracking, tracking_subdomain, tls, sending, receiving,
  return_path, dkim_selector, dkim_public, records::text as records, created_at, updated_at
from domain
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- Whose turn it is to be looked up; taken until the lease ends.
-- :name lease
with due as (
  select project_id, id
  from domain
  where verify_due_at <= :now
  order by verify_due_at
  limit :limit
  for no key update skip locked
)
update domain as d
set verify_due_at = :lease_until
from due
where d.project_id = due.project_id
  and d.id = due.id
returning d.project_id, d.id, d.name, d.region, d.status, d.open_tracking, d.click_tracking, d.tracking_subdomain,
  d.tls, d.sending, d.receiving, d.return_path, d.dkim_selector, d.dkim_public, d.records::text as records,
  d.created_at, d.updated_at, d.verify_until

-- :name settle
update domain
set status = :status,
    records = :records::text::jsonb,
    verify_due_at = :due_at::timestamptz,
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id
  and verify_due_at = :lease_until

-- What those who send need to know of all of them.
-- :name senders
select project_id, name, status, open_tracking, click_tracking, sending, dkim_selector, dkim_private
from domain
order by project_id, name
limit :limit

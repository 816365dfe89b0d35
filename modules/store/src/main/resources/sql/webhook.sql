-- Webhooks: who wants to hear of what.

-- :name insert
insert into webhook (project_id, id, endpoint, events, status, secret, created_at, updated_at)
select :project_id::uuid, :id::uuid, :endpoint::text, :events::text[], 'enabled', :secret::bytea,
  :now::timestamptz, :now::timestamptz
where (select count(*) from webhook where project_id = :project_id::uuid) < :max::int

-- :name find
select id, endpoint, events, status, secret, created_at, updated_at
from webhook
where project_id = :project_id
  and id = :id

-- Whoever switches one on begins anew: what failed before counts no more.
-- :name update
update webhook
set endpoint = coalesce(:endpoint::text, endpoint),
    events = coalesce(:events::text[], events),
    status = coalesce(:status::text, status),
    failing_since = case when :status::text = 'enabled' then null else failing_since end,
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id

-- What a webhook that is switched off has not heard of, it is not told later, unless somebody replays it.
-- :name drop_pending
update webhook_delivery
set state = 'failed',
    due_at = null,
    ended_at = :now
where project_id = :project_id
  and webhook_id = :id
  and state in ('pending', 'sending')

-- :name rotate
update webhook
set old_secret = secret,
    old_secret_until = :until,
    secret = :secret,
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id

-- :name delete
delete from webhook
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from webhook
where project_id = :project_id
  and id = :id

-- :name older
select id, endpoint, events, status, secret, created_at, updated_at
from webhook
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, endpoint, events, status, secret, created_at, updated_at
from webhook
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- One webhook hears of one event: leased, sent, settled.

-- Takes what is due, and what an attempt left behind when its lease ran out, which is then begun again; of each webhook a few, so that one whose
-- server is slow holds up no other.
-- :name lease
with due as (
  select d.project_id, d.webhook_id, d.event_id, d.left_behind, w.endpoint, w.secret,
    case when w.old_secret_until > :now::timestamptz then w.old_secret end as old_secret
  from webhook as w
  cross join lateral (
    select project_id, webhook_id, event_id, state = 'sending' as left_behind
    from webhook_delivery
    where webhook_delivery.project_id = w.project_id
      and webhook_delivery.webhook_id = w.id
      and state in ('pending', 'sending')
      and due_at <= :now::timestamptz
    order by due_at
    limit :each::int
    for no key update skip locked
  ) as d
  where w.status = 'enabled'
    and w.id <> all (:full::uuid[])
  limit :limit::int
)
update webhook_delivery as d
set state = 'sending',
  attempts = d.attempts + case when due.left_behind then 0 else 1 end,
  lease_fence = d.lease_fence + 1,
  due_at = :lease_until::timestamptz
from due
join hook_event on hook_event.project_id = due.project_id and hook_event.id = due.event_id
where d.project_id = due.project_id
  and d.webhook_id = due.webhook_id
  and d.event_id = due.event_id
returning d.project_id, d.webhook_id, d.event_id, d.attempts, d.lease_fence, due.endpoint, due.secret, due.old_secret,
  hook_event.payload

-- A settle under an older fence changes nothing but the record of attempts. A webhook that has failed for too long is
-- switched off, and what it has in its queue is over.
-- :name settle
with settled as (
  update webhook_delivery
  set state = :state::text,
    due_at = :due_at::timestamptz,
    ended_at = :ended_at::timestamptz
  where project_id = :project_id::uuid
    and webhook_id = :webhook_id::uuid
    and event_id = :event_id::uuid
    and lease_fence = :fence::bigint
    and state = 'sending'
  returning event_id
),
attempt as (
  insert into webhook_attempt (project_id, id, webhook_id, event_id, http_status_code, response, sent_at)
  select :project_id::uuid, :attempt_id::uuid, :webhook_id::uuid, :event_id::uuid, :http_status_code::int,
    :response::text, :sent_at::timestamptz
  where exists (
    select from webhook_delivery
    where project_id = :project_id::uuid and webhook_id = :webhook_id::uuid and event_id = :event_id::uuid)
),
hook as (
  update webhook
  set failing_since = case when :is_success::boolean then null else coalesce(failing_since, :now::timestamptz) end,
    status = case
      when not :is_success::boolean and failing_since <= :hopeless_since::timestamptz then 'disabled'
      else status
    end
  where project_id = :project_id::uuid
    and id = :webhook_id::uuid
    and case
      when :is_success::boolean then failing_since is not null
      else failing_since is null or failing_since <= :hopeless_since::timestamptz
    end
  returning status
)
select (select count(*) from settled)::int as settled,
  exists (select from hook where status = 'disabled' and not :is_success::boolean) as is_disabled

-- :name find
select e.id, e.type, e.payload, e.occurred_at, d.state, d.due_at
from webhook_delivery as d
join hook_event as e on e.project_id = d.project_id and e.id = d.event_id
where d.project_id = :project_id
  and d.webhook_id = :webhook_id
  and d.event_id = :event_id

-- Newest first; the id of an event begins with the instant at which it was written.
-- :name list
select e.id, e.type, null::text as payload, e.occurred_at, d.state, d.due_at
from webhook_delivery as d
join hook_event as e on e.project_id = d.project_id and e.id = d.event_id
where d.project_id = :project_id
  and d.webhook_id = :webhook_id
  and d.event_id < :after
order by d.event_id desc
limit :limit

-- :name list_newer
select e.id, e.type, null::text as payload, e.occurred_at, d.state, d.due_at
from webhook_delivery as d
join hook_event as e on e.project_id = d.project_id and e.id = d.event_id
where d.project_id = :project_id
  and d.webhook_id = :webhook_id
  and d.event_id > :before
order by d.event_id
limit :limit

-- One that is under way is left alone: it is heard of in a moment.
-- :name replay
update webhook_delivery
set state = 'pending',
    attempts = 0,
    due_at = :now,
    ended_at = null
where project_id = :project_id
  and webhook_id = :webhook_id
  and event_id = :event_id
  and state <> 'sending'

-- :name attempts
select id, http_status_code, response, sent_at
from webhook_attempt
where project_id = :project_id
  and webhook_id = :webhook_id
  and event_id = :event_id
  and id < :after
order by id desc
limit :limit

-- :name attempts_newer
select id, http_status_code, response, sent_at
from webhook_attempt
where project_id = :project_id
  and webhook_id = :webhook_id
  and event_id = :event_id
  and id > :before
order by id
limit :limit

-- :name attempt
select id
from webhook_attempt
where project_id = :project_id
  and webhook_id = :webhook_id
  and event_id = :event_id
  and id = :id

-- Sealed messages and what became of them. `envelope` is what was sealed; `outbox` has a narrow row for each that is not
-- out. What changes with every attempt changes there, and where a mail is in both the outbox has the last word.

-- One message per step visit, of pushes one a device, whatever is tried again.
-- :name insert
with sealed as (
  insert into envelope (
    project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc, bcc,
    reply_to, recipient_keys, subject, html, text, headers, tags, topic_id, on_uncertain, scheduled_at, attached_bytes,
    device_id, push_id, push, state, last_event, created_at)
  select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
    e.sender, e.recipients::text[], e.cc::text[], e.bcc::text[], e.reply_to::text[], e.recipient_keys::text[],
    e.subject, e.html, e.text, e.headers::jsonb, e.tags::jsonb, e.topic_id, e.on_uncertain, e.scheduled_at,
    e.attached_bytes, e.device_id, e.push_id, e.push::jsonb, 'queued', case when e.scheduled_at > :due_at::timestamptz then 'scheduled' else 'queued' end,
    e.created_at
  from unnest(
    :project_ids::uuid[], :ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :contact_ids::uuid[],
    :template_ids::uuid[], :channels::text[], :message_ids::text[], :senders::text[], :recipients::text[],
    :ccs::text[], :bccs::text[], :reply_tos::text[], :subjects::text[], :htmls::text[], :texts::text[],
    :headers::text[], :tags::text[], :topic_ids::uuid[], :on_uncertains::text[], :created_ats::timestamptz[],
    :recipient_keys::text[], :scheduled_ats::timestamptz[], :attached_bytes::bigint[], :device_ids::uuid[],
    :push_ids::uuid[], :pushes::text[]
  ) as e (project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients,
    cc, bcc, reply_to, subject, html, text, headers, tags, topic_id, on_uncertain, created_at, recipient_keys,
    scheduled_at, attached_bytes, device_id, push_id, push)
  on conflict (project_id, run_id, step_key, visit, device_id) where run_id is not null do nothing
  returning project_id, id, channel, scheduled_at
)
insert into outbox (project_id, envelope_id, channel, due_at)
select project_id, id, channel, greatest(scheduled_at, :due_at::timestamptz)
from sealed

-- Takes what is due, and what an attempt left behind when its lease ran out: of that one nobody knows
-- whether it arrived. While leased, due_at is the end of the lease, so one index serves both.
--
-- A mail that must not go out any more is leased too, but counts no attempt: `barred` says why, and the caller
-- settles it in the same transaction. People are merely read, not locked. The statement sees every change that was
-- committed before it began, and a face answers an unsubscribe after its commit; so once that call is answered, no
-- lease that begins lets the mail through. A lock on the person would only move the claims that are under way at that
-- very moment to one side of it, for a write per mail; those are on the wire either way.
--
-- A run may say goodbye and then unsubscribe or delete its contact: what was changed in the very pass that sealed the
-- mail, which has one instant for both, does not bar it, and neither does it that the contact is gone.
-- Whoever cancels a run by hand says whether its mails go out all the same.
--
-- Of several recipients those who are suppressed, or left the topic of a mail that was sent directly, are left out,
-- and the mail goes to the others. Being unsubscribed counts for a direct mail only where it has a topic: receipts
-- and the like are their sender's to judge.
--
-- Where the device of a push is reached is read when it leaves; one that is gone or does not want to be pushed to bars it.
--
-- What is attached to the mails of one lease is in memory at once: those beyond the first :bytes_max stay for the next.
--
-- A row of the outbox is taken as it is now, its mail read as it was when the statement began. A settle that committed
-- in between left its fence on both; where they differ the mail stays for the next lease, which sees who was reached.
-- :name lease
with due as (
  select project_id, envelope_id, due_at, leased, lease_fence
  from outbox
  where due_at <= :now
    and channel = any (:channels::text[])
  order by due_at
  limit :limit
  for no key update skip locked
),
fitting as (
  select *
  from (
    select due.project_id, due.envelope_id, due.leased as left_behind, e.run_id, e.contact_id, e.topic_id, e.created_at,
      e.recipient_keys, e.reached, e.attached_bytes, e.device_id,
      sum(e.attached_bytes) over (order by due.due_at, due.envelope_id) - e.attached_bytes as before_it
    from due
    cross join lateral (
      select run_id, contact_id, topic_id, created_at, recipient_keys, reached, attached_bytes, device_id
      from envelope
      where envelope.project_id = due.project_id
        and envelope.id = due.envelope_id
        and (due.leased or envelope.lease_fence = due.lease_fence)
      limit 1
    ) as e
  ) as weighed
  where before_it = 0 or before_it + attached_bytes <= :bytes_max::bigint
),
judged as materialized (
  select due.project_id, due.envelope_id, due.left_behind,
    case
      when due.device_id is not null and device.address is null then 'device is gone'
      when due.device_id is not null and not device.subscribed then 'device was unsubscribed'
      when due.run_id is null then null
      when contact.unsubscribed and contact.updated_at <> due.created_at then 'contact unsubscribed'
      when coalesce(choice.subscription, topic.default_subscription) = 'opt_out' then 'contact left the topic'
      when run.status = 'cancelled' and run.reason ->> 'emails' is distinct from 'keep' then 'run was cancelled'
    end as barred,
    array(
      select suppression.email_key
      from suppression
      where suppression.project_id = due.project_id
        and suppression.email_key = any (due.recipient_keys)
    ) as suppressed,
    case
      when due.run_id is null and topic.id is not null then array(
        select r.key
        from unnest(due.recipient_keys) as r (key)
        left join lateral (
          select id, unsubscribed
          from contact
          where contact.project_id = due.project_id
            and contact.email_key = r.key
          limit 1
        ) as person on true
        left join lateral (
          select subscription
          from contact_topic
          where contact_topic.project_id = due.project_id
            and contact_topic.contact_id = person.id
            and contact_topic.topic_id = due.topic_id
          limit 1
        ) as chosen on true
        where person.unsubscribed
          or coalesce(chosen.subscription, topic.default_subscription) = 'opt_out'
      )
      else '{}'
    end as opted_out,
    due.recipient_keys, due.reached
  from fitting as due
  left join lateral (
    select address, subscribed
    from device
    where device.project_id = due.project_id
      and device.id = due.device_id
    limit 1
  ) as device on true
  left join lateral (
    select unsubscribed, updated_at
    from contact
    where contact.project_id = due.project_id
      and contact.id = due.contact_id
    limit 1
  ) as contact on true
  left join topic
    on topic.project_id = due.project_id
    and topic.id = due.topic_id
  left join lateral (
    select subscription
    from contact_topic
    where contact_topic.project_id = due.project_id
      and contact_topic.contact_id = due.contact_id
      and contact_topic.topic_id = due.topic_id
    limit 1
  ) as choice on true
  left join lateral (
    select status, reason
    from run
    where run.project_id = due.project_id
      and run.id = due.run_id
    limit 1
  ) as run on true
),
decided as (
  select project_id, envelope_id, left_behind, suppressed || opted_out || reached as left_out,
    reached <> '{}' as has_reached,
    case
      when barred is not null then barred
      when not recipient_keys <@ (suppressed || opted_out || reached) then null
      when cardinality(recipient_keys) = 0 then null
      when cardinality(suppressed) > 0 then 'address is suppressed' || coalesce(
        (select ' after a ' || min(suppression.origin)
          from suppression
          where suppression.project_id = judged.project_id
            and suppression.email_key = any (judged.suppressed)
            and suppression.origin <> 'manual'),
        '')
      else 'contact left the topic'
    end as barred
  from judged
),
noted as (
  update envelope
  set last_reply = case
    when device_id is null then 'An attempt ended without an answer; sent again with the same Message-ID'
    else 'An attempt ended without an answer; sent again in its place'
  end
  from decided as due
  where due.left_behind
    and envelope.project_id = due.project_id
    and envelope.id = due.envelope_id
),
taken as (
  update outbox as o
  set leased = true,
    attempts = o.attempts + case when due.barred is null and not due.left_behind then 1 else 0 end,
    lease_fence = o.lease_fence + 1,
    due_at = :lease_until
  from decided as due
  where o.project_id = due.project_id
    and o.envelope_id = due.envelope_id
  returning o.project_id, o.envelope_id, o.attempts, o.lease_fence, due.left_behind, due.barred, due.left_out,
    due.has_reached
)
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, e.html, e.text, e.headers::text as headers,
  e.tags::text as tags, e.topic_id, e.on_uncertain, e.created_at, e.scheduled_at, e.attached_bytes, taken.attempts,
  taken.lease_fence, taken.left_behind, taken.barred, taken.left_out, taken.has_reached, e.device_id, e.push_id,
  e.push::text as push, d.kind, d.address, d.p256dh, d.auth
from taken
cross join lateral (
  select project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc,
    bcc, reply_to, subject, html, text, headers, tags, topic_id, on_uncertain, created_at, scheduled_at, attached_bytes,
    device_id, push_id, push
  from envelope
  where envelope.project_id = taken.project_id
    and envelope.id = taken.envelope_id
  limit 1
) as e
left join lateral (
  select kind, address, p256dh, auth
  from device
  where device.project_id = e.project_id
    and device.id = e.device_id
  limit 1
) as d on true

-- A delivery that takes long keeps its lease. What a batch holds may wait minutes for a slow mail server, so those that
-- must not go out any more are looked for again, by the rules of `lease`.
-- :name renew
with kept as (
  update outbox
  set due_at = :lease_until
  from unnest(:project_ids::uuid[], :ids::uuid[], :fences::bigint[]) as l (project_id, id, fence)
  where outbox.project_id = l.project_id
    and outbox.envelope_id = l.id
    and outbox.lease_fence = l.fence
    and outbox.leased
  returning outbox.project_id, outbox.envelope_id
)
select kept.envelope_id as id,
  (e.device_id is not null and (device.address is null or not device.subscribed)) is true
  or e.run_id is not null and (
    contact.unsubscribed and contact.updated_at <> e.created_at
    or coalesce(choice.subscription, topic.default_subscription) = 'opt_out'
    or run.status = 'cancelled' and run.reason ->> 'emails' is distinct from 'keep') is true
  or cardinality(e.recipient_keys) > 0 and e.recipient_keys <@ (e.reached || array(
    select suppression.email_key
    from suppression
    where suppression.project_id = kept.project_id
      and suppression.email_key = any (e.recipient_keys))) as barred
from kept
cross join lateral (
  select run_id, contact_id, topic_id, created_at, recipient_keys, reached, device_id
  from envelope
  where envelope.project_id = kept.project_id
    and envelope.id = kept.envelope_id
  limit 1
) as e
left join lateral (
  select address, subscribed
  from device
  where device.project_id = kept.project_id
    and device.id = e.device_id
  limit 1
) as device on true
left join lateral (
  select unsubscribed, updated_at
  from contact
  where contact.project_id = kept.project_id
    and contact.id = e.contact_id
  limit 1
) as contact on true
left join topic
  on topic.project_id = kept.project_id
  and topic.id = e.topic_id
left join lateral (
  select subscription
  from contact_topic
  where contact_topic.project_id = kept.project_id
    and contact_topic.contact_id = e.contact_id
    and contact_topic.topic_id = e.topic_id
  limit 1
) as choice on true
left join lateral (
  select status, reason
  from run
  where run.project_id = kept.project_id
    and run.id = e.run_id
  limit 1
) as run on true

-- A settle under an older fence changes nothing: somebody else has the envelope now. What became of a mail is also an
-- event of the system's own, where anybody listens for it: it may end a wait or start a run. A provider that was
-- quicker to tell of the mail than its server was to answer keeps the last word. A push is counted and no event.
-- :name settle
with given as (
  select *
  from unnest(
    :project_ids::uuid[], :ids::uuid[], :fences::bigint[], :states::text[], :last_events::text[],
    :due_ats::timestamptz[], :sent_ats::timestamptz[], :last_replies::text[], :ats::timestamptz[],
    :of_hosts::boolean[], :event_ids::uuid[], :event_names::text[], :payloads::text[], :reached::text[]
  ) as s (project_id, id, fence, state, last_event, due_at, sent_at, last_reply, at, of_host, event_id, event_name,
    payload, reached)
),
out as (
  delete from outbox as o
  using given as s
  where s.due_at is null
    and o.project_id = s.project_id
    and o.envelope_id = s.id
    and o.lease_fence = s.fence
    and o.leased
  returning s.*, o.attempts - case when s.of_host then 1 else 0 end as attempts
),
back as (
  update outbox as o
  set due_at = s.due_at,
    leased = false,
    attempts = o.attempts - case when s.of_host then 1 else 0 end
  from given as s
  where s.due_at is not null
    and o.project_id = s.project_id
    and o.envelope_id = s.id
    and o.lease_fence = s.fence
    and o.leased
  returning s.*, o.attempts
),
settled as (
  update envelope
  set state = s.state,
    last_event = case
      when envelope.last_event in ('delivered', 'opened', 'clicked', 'bounced', 'complained') then envelope.last_event
      else s.last_event
    end,
    attempts = s.attempts,
    lease_fence = s.fence,
    sent_at = s.sent_at,
    reached = case
      when s.reached is null then envelope.reached
      else envelope.reached || array(select jsonb_array_elements_text(s.reached::jsonb))
    end,
    last_reply = s.last_reply
  from (select * from out union all select * from back) as s
  where envelope.project_id = s.project_id
    and envelope.id = s.id
  returning envelope.project_id, envelope.run_id, envelope.step_key, envelope.contact_id, envelope.channel,
    envelope.recipient_keys[1] as recipient, s.at, s.last_event, s.event_id, s.event_name, s.payload
),
counted as (
  insert into metric_delta (project_id, automation_id, hour, step_key, metric, count, seconds)
  select s.project_id, run.automation_id, date_trunc('hour', s.at, 'UTC'), s.step_key, s.channel || '.' || s.last_event,
    count(*), 0
  from settled as s
  cross join lateral (
    select automation_id
    from run
    where run.project_id = s.project_id
      and run.id = s.run_id
    limit 1
  ) as run
  where s.last_event not in ('queued', 'delivery_delayed')
  group by 1, 2, 3, 4, 5
),
told as (
  insert into event (
    project_id, id, name, contact_id, email, person_key, payload, occurred_at, hops, received_at)
  select s.project_id, s.event_id, s.event_name, s.contact_id,
    case when s.contact_id is null then s.recipient end,
    coalesce(s.contact_id::text, s.recipient), s.payload::jsonb, s.at,
    1 + coalesce((select hops from run where run.project_id = s.project_id and run.id = s.run_id), 0),
    s.at
  from settled as s
  where s.event_name is not null and exists (
    select from event_interest
    where event_interest.project_id = s.project_id and event_interest.event_name = s.event_name)
  returning project_id, id
),
unmatched as (
  insert into unmatched_event (event_id, project_id)
  select id, project_id
  from told
),
hooked as (
  insert into hook_event (project_id, type, data, occurred_at)
  select s.project_id, substr(s.event_name, length('resend:') + 1), s.payload::json, s.at
  from settled as s
  where s.event_name is not null
    and not hook_silent()
    and hook_wanted(s.project_id, substr(s.event_name, length('resend:') + 1))
)
select (select count(*) from settled)::int as settled, (select count(*) from told)::int as told

-- What a provider tells of a mail that is out. The caller holds the row and has looked at what it was.
-- :name tell
with told as (
  update envelope
  set last_event = :last_event
  where project_id = :project_id
    and id = :id
  returning project_id, run_id, step_key, contact_id, recipient_keys[1] as recipient
),
counted as (
  insert into metric_delta (project_id, automation_id, hour, step_key, metric, count, seconds)
  select t.project_id, run.automation_id, date_trunc('hour', :now::timestamptz, 'UTC'), t.step_key,
    'email.' || :last_event::text, 1, 0
  from told as t
  cross join lateral (
    select automation_id
    from run
    where run.project_id = t.project_id
      and run.id = t.run_id
    limit 1
  ) as run
  where :is_further::boolean
),
hooked as (
  insert into hook_event (project_id, type, data, occurred_at)
  select t.project_id, substr(:event_name::text, length('resend:') + 1), :payload::text::json,
    :occurred_at::timestamptz
  from told as t
  where not hook_silent()
    and hook_wanted(t.project_id, substr(:event_name::text, length('resend:') + 1))
),
heard as (
  insert into event (project_id, id, name, contact_id, email, person_key, payload, occurred_at, hops, received_at)
  select t.project_id, :event_id::uuid, :event_name::text, t.contact_id,
    case when t.contact_id is null then t.recipient end,
    coalesce(t.contact_id::text, t.recipient), :payload::text::jsonb, :occurred_at::timestamptz,
    1 + coalesce((select hops from run where run.project_id = t.project_id and run.id = t.run_id), 0),
    :now::timestamptz
  from told as t
  where exists (
    select from event_interest
    where event_interest.project_id = t.project_id and event_interest.event_name = :event_name::text)
  returning project_id, id
)
insert into unmatched_event (event_id, project_id)
select id, project_id
from heard
returning event_id

-- :name hold
select id
from envelope
where project_id = :project_id
  and id = :id
for no key update

-- What a person decides of a mail of which nobody knows whether it arrived; the caller holds the row. One that is to
-- go out again is back in the outbox, under fences that go on from the last.
-- :name decide
with decided as (
  update envelope
  set state = :state,
    sent_at = :sent_at::timestamptz,
    last_reply = :last_reply
  where project_id = :project_id
    and id = :id
    and state = 'uncertain'
  returning project_id, id, channel, attempts, lease_fence
)
insert into outbox (project_id, envelope_id, channel, due_at, attempts, lease_fence)
select project_id, id, channel, :due_at::timestamptz, attempts, lease_fence
from decided
where :due_at::timestamptz is not null

-- A mail that nobody took yet goes out at another time, or not at all. Both rows are locked, the outbox first as a
-- lease does it, and looked at again once they are.
-- :name reschedule
with held as (
  select o.project_id, o.envelope_id
  from outbox as o
  join envelope as e on e.project_id = o.project_id and e.id = o.envelope_id
  where o.project_id = :project_id
    and o.envelope_id = :id
    and not o.leased
    and e.last_event = 'scheduled'
  for no key update
),
moved as (
  update outbox
  set due_at = greatest(:scheduled_at::timestamptz, :now::timestamptz)
  from held
  where outbox.project_id = held.project_id
    and outbox.envelope_id = held.envelope_id
)
update envelope
set scheduled_at = :scheduled_at::timestamptz
from held
where envelope.project_id = held.project_id
  and envelope.id = held.envelope_id

-- :name cancel
with held as (
  select o.project_id, o.envelope_id
  from outbox as o
  join envelope as e on e.project_id = o.project_id and e.id = o.envelope_id
  where o.project_id = :project_id
    and o.envelope_id = :id
    and not o.leased
    and e.last_event = 'scheduled'
  for no key update
),
gone as (
  delete from outbox
  using held
  where outbox.project_id = held.project_id
    and outbox.envelope_id = held.envelope_id
)
update envelope
set state = 'canceled',
  last_event = 'canceled'
from held
where envelope.project_id = held.project_id
  and envelope.id = held.envelope_id

-- The mails of a run that nobody took yet, leased to be settled in the same transaction: they do not go out.
-- :name keep_back
with held as (
  select o.project_id, o.envelope_id
  from outbox as o
  join envelope as e on e.project_id = o.project_id and e.id = o.envelope_id
  where e.project_id = :project_id
    and e.run_id = :run_id
    and not o.leased
  order by o.envelope_id
  limit :limit
  for no key update of o
),
taken as (
  update outbox as o
  set leased = true,
    lease_fence = o.lease_fence + 1,
    due_at = :now
  from held
  where o.project_id = held.project_id
    and o.envelope_id = held.envelope_id
  returning o.project_id, o.envelope_id, o.attempts, o.lease_fence
)
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel,
  e.message_id, e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, e.html, e.text,
  e.headers::text as headers, e.tags::text as tags, e.topic_id, e.on_uncertain, e.created_at, e.scheduled_at,
  e.attached_bytes, taken.attempts, taken.lease_fence, false as left_behind, 'run was cancelled' as barred,
  '{}'::text[] as left_out, false as has_reached, e.device_id, e.push_id, e.push::text as push, null::text as kind,
  null::text as address, null::text as p256dh, null::text as auth
from taken
cross join lateral (
  select project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc,
    bcc, reply_to, subject, html, text, headers, tags, topic_id, on_uncertain, created_at, scheduled_at, attached_bytes,
    device_id, push_id, push
  from envelope
  where envelope.project_id = taken.project_id
    and envelope.id = taken.envelope_id
  limit 1
) as e

-- The mails of a run that are not out.
-- :name not_out
select count(*)::int as mails
from envelope as e
join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.project_id = :project_id
  and e.run_id = :run_id

-- :name next_due
select
  exists (select from outbox where due_at <= :now) as overdue,
  (select min(due_at) from outbox where due_at > :now) as next_at

-- :name find
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, e.html, e.text,
  e.headers::text as headers, e.tags::text as tags, e.topic_id, e.on_uncertain, e.scheduled_at,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, e.last_reply, e.created_at, e.sent_at
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.project_id = :project_id
  and e.id = :id
  and e.channel = 'email'

-- :name cursor
select id
from envelope
where project_id = :project_id
  and id = :id
  and channel = 'email'

-- Lists are in order of id, which is the order of creation, and leave out the bodies.
-- :name list_after
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, null::text as html, null::text as text,
  e.headers::text as headers, e.tags::text as tags, e.topic_id, e.on_uncertain, e.scheduled_at,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, e.last_reply, e.created_at, e.sent_at
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.project_id = :project_id
  and e.channel = 'email'
  and e.id < :id
order by e.id desc
limit :limit

-- :name list_before
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, null::text as html, null::text as text,
  e.headers::text as headers, e.tags::text as tags, e.topic_id, e.on_uncertain, e.scheduled_at,
  case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, e.last_reply, e.created_at, e.sent_at
from envelope as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
where e.project_id = :project_id
  and e.channel = 'email'
  and e.id > :id
order by e.id
limit :limit

-- :name find_message
select id
from envelope
where project_id = :project_id
  and message_id = :message_id

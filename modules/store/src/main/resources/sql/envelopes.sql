-- The outbox: sealed messages and what became of them.

-- One message per step visit, whatever is tried again.
-- :name insert
insert into envelope (
  project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc, bcc,
  reply_to, recipient_keys, subject, html, text, headers, tags, topic_id, on_uncertain, scheduled_at, attached_bytes,
  state, last_event, due_at, created_at)
select e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender,
  array(select jsonb_array_elements_text(e.recipients::jsonb)),
  array(select jsonb_array_elements_text(e.cc::jsonb)),
  array(select jsonb_array_elements_text(e.bcc::jsonb)),
  array(select jsonb_array_elements_text(e.reply_to::jsonb)),
  array(select jsonb_array_elements_text(e.recipient_keys::jsonb)),
  e.subject, e.html, e.text, e.headers::jsonb, e.tags::jsonb, e.topic_id, e.on_uncertain, e.scheduled_at,
  e.attached_bytes, 'queued', case when e.scheduled_at > :due_at::timestamptz then 'scheduled' else 'queued' end,
  greatest(e.scheduled_at, :due_at::timestamptz), e.created_at
from unnest(
  :project_ids::uuid[], :ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :contact_ids::uuid[],
  :template_ids::uuid[], :channels::text[], :message_ids::text[], :senders::text[], :recipients::text[],
  :ccs::text[], :bccs::text[], :reply_tos::text[], :subjects::text[], :htmls::text[], :texts::text[],
  :headers::text[], :tags::text[], :topic_ids::uuid[], :on_uncertains::text[], :created_ats::timestamptz[],
  :recipient_keys::text[], :scheduled_ats::timestamptz[], :attached_bytes::bigint[]
) as e (project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients,
  cc, bcc, reply_to, subject, html, text, headers, tags, topic_id, on_uncertain, created_at, recipient_keys,
  scheduled_at, attached_bytes)
on conflict (project_id, run_id, step_key, visit) where run_id is not null do nothing

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
--
-- Of several recipients those who are suppressed, or left the topic of a mail that was sent directly, are left out,
-- and the mail goes to the others. Being unsubscribed counts for a direct mail only where it has a topic: receipts
-- and the like are their sender's to judge.
--
-- What is attached to the mails of one lease is in memory at once: those beyond the first :bytes_max stay for the next.
-- :name lease
with due as (
  select project_id, id, run_id, contact_id, topic_id, created_at, due_at, recipient_keys, reached, attached_bytes,
    state = 'sending' as left_behind
  from envelope
  where state in ('queued', 'sending')
    and due_at <= :now
    and channel = any (:channels::text[])
  order by due_at
  limit :limit
  for no key update skip locked
),
fitting as (
  select *
  from (
    select due.*, sum(attached_bytes) over (order by due_at, id) - attached_bytes as before_it
    from due
  ) as weighed
  where before_it = 0 or before_it + attached_bytes <= :bytes_max::bigint
),
judged as (
  select due.project_id, due.id, due.left_behind,
    case
      when due.run_id is null then null
      when contact.unsubscribed and contact.updated_at <> due.created_at then 'contact unsubscribed'
      when coalesce(choice.subscription, topic.default_subscription) = 'opt_out' then 'contact left the topic'
      when run.status = 'cancelled' then 'run was cancelled'
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
        left join contact as person
          on person.project_id = due.project_id
          and person.email_key = r.key
        left join contact_topic as chosen
          on chosen.project_id = due.project_id
          and chosen.contact_id = person.id
          and chosen.topic_id = due.topic_id
        where person.unsubscribed
          or coalesce(chosen.subscription, topic.default_subscription) = 'opt_out'
      )
      else '{}'
    end as opted_out,
    due.recipient_keys, due.reached
  from fitting as due
  left join contact
    on contact.project_id = due.project_id
    and contact.id = due.contact_id
  left join topic
    on topic.project_id = due.project_id
    and topic.id = due.topic_id
  left join contact_topic as choice
    on choice.project_id = due.project_id
    and choice.contact_id = due.contact_id
    and choice.topic_id = due.topic_id
  left join run
    on run.project_id = due.project_id
    and run.id = due.run_id
),
decided as (
  select project_id, id, left_behind, suppressed || opted_out || reached as left_out,
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
)
update envelope as e
set state = 'sending',
  attempts = e.attempts + case when due.barred is null and not due.left_behind then 1 else 0 end,
  lease_fence = e.lease_fence + 1,
  due_at = :lease_until,
  last_reply = case
    when due.left_behind then 'An attempt ended without an answer; sent again with the same Message-ID'
    else e.last_reply
  end
from decided as due
where e.project_id = due.project_id
  and e.id = due.id
returning e.project_id, e.id, e.run_id, e.step_key, e.visit, e.contact_id, e.template_id, e.channel, e.message_id,
  e.sender, e.recipients, e.cc, e.bcc, e.reply_to, e.subject, e.html, e.text, e.headers::text as headers,
  e.tags::text as tags, e.topic_id, e.on_uncertain, e.created_at, e.scheduled_at, e.attached_bytes, e.attempts,
  e.lease_fence, due.left_behind, due.barred, due.left_out, e.reached <> '{}' as has_reached

-- A delivery that takes long keeps its lease. What a batch holds may wait minutes for a slow mail server, so those that
-- must not go out any more are looked for again, by the rules of `lease`.
-- :name renew
with kept as (
  update envelope
  set due_at = :lease_until
  from unnest(:project_ids::uuid[], :ids::uuid[], :fences::bigint[]) as l (project_id, id, fence)
  where envelope.project_id = l.project_id
    and envelope.id = l.id
    and envelope.lease_fence = l.fence
    and envelope.state = 'sending'
  returning envelope.project_id, envelope.id, envelope.run_id, envelope.contact_id, envelope.topic_id,
    envelope.created_at, envelope.recipient_keys, envelope.reached
)
select kept.id,
  kept.run_id is not null and (
    contact.unsubscribed and contact.updated_at <> kept.created_at
    or coalesce(choice.subscription, topic.default_subscription) = 'opt_out'
    or run.status = 'cancelled') is true
  or cardinality(kept.recipient_keys) > 0 and kept.recipient_keys <@ (kept.reached || array(
    select suppression.email_key
    from suppression
    where suppression.project_id = kept.project_id
      and suppression.email_key = any (kept.recipient_keys))) as barred
from kept
left join contact
  on contact.project_id = kept.project_id
  and contact.id = kept.contact_id
left join topic
  on topic.project_id = kept.project_id
  and topic.id = kept.topic_id
left join contact_topic as choice
  on choice.project_id = kept.project_id
  and choice.contact_id = kept.contact_id
  and choice.topic_id = kept.topic_id
left join run
  on run.project_id = kept.project_id
  and run.id = kept.run_id

-- A settle under an older fence changes nothing: somebody else has the envelope now. What became of a mail is also an
-- event of the system's own, where anybody listens for it: it may end a wait or start a run. A provider that was
-- quicker to tell of the mail than its server was to answer keeps the last word.
-- :name settle
with settled as (
  update envelope
  set state = s.state,
    last_event = case
      when envelope.last_event in ('delivered', 'opened', 'clicked', 'bounced', 'complained') then envelope.last_event
      else s.last_event
    end,
    attempts = envelope.attempts - case when s.of_host then 1 else 0 end,
    due_at = s.due_at,
    sent_at = s.sent_at,
    reached = case
      when s.reached is null then envelope.reached
      else envelope.reached || array(select jsonb_array_elements_text(s.reached::jsonb))
    end,
    last_reply = s.last_reply
  from unnest(
    :project_ids::uuid[], :ids::uuid[], :fences::bigint[], :states::text[], :last_events::text[],
    :due_ats::timestamptz[], :sent_ats::timestamptz[], :last_replies::text[], :ats::timestamptz[],
    :of_hosts::boolean[], :event_ids::uuid[], :event_names::text[], :payloads::text[], :reached::text[]
  ) as s (project_id, id, fence, state, last_event, due_at, sent_at, last_reply, at, of_host, event_id, event_name,
    payload, reached)
  where envelope.project_id = s.project_id
    and envelope.id = s.id
    and envelope.lease_fence = s.fence
    and envelope.state = 'sending'
  returning envelope.project_id, envelope.run_id, envelope.contact_id, envelope.recipient_keys[1] as recipient, s.at,
    s.event_id, s.event_name, s.payload
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
  where exists (
    select from event_interest
    where event_interest.project_id = s.project_id and event_interest.event_name = s.event_name)
  returning id
),
hooked as (
  insert into hook_event (project_id, type, data, occurred_at)
  select s.project_id, substr(s.event_name, length('resend:') + 1), s.payload::json, s.at
  from settled as s
  where not hook_silent()
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
  returning project_id, run_id, contact_id, recipient_keys[1] as recipient
),
hooked as (
  insert into hook_event (project_id, type, data, occurred_at)
  select t.project_id, substr(:event_name::text, length('resend:') + 1), :payload::text::json,
    :occurred_at::timestamptz
  from told as t
  where not hook_silent()
    and hook_wanted(t.project_id, substr(:event_name::text, length('resend:') + 1))
)
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
returning id

-- :name hold
select id
from envelope
where project_id = :project_id
  and id = :id
for no key update

-- What a person decides of a mail of which nobody knows whether it arrived; the caller holds the row.
-- :name decide
update envelope
set state = :state,
  due_at = :due_at::timestamptz,
  sent_at = :sent_at::timestamptz,
  last_reply = :last_reply
where project_id = :project_id
  and id = :id
  and state = 'uncertain'

-- A mail that nobody took yet goes out at another time, or not at all.
-- :name reschedule
update envelope
set scheduled_at = :scheduled_at::timestamptz,
  due_at = greatest(:scheduled_at::timestamptz, :now::timestamptz)
where project_id = :project_id
  and id = :id
  and state = 'queued'
  and last_event = 'scheduled'

-- :name cancel
update envelope
set state = 'canceled',
  last_event = 'canceled',
  due_at = null
where project_id = :project_id
  and id = :id
  and state = 'queued'
  and last_event = 'scheduled'

-- :name next_due
select
  exists (select from envelope where state in ('queued', 'sending') and due_at <= :now) as overdue,
  (select min(due_at) from envelope where state in ('queued', 'sending') and due_at > :now) as next_at

-- :name find
select project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc,
  bcc, reply_to, subject, html, text, headers::text as headers, tags::text as tags, topic_id, on_uncertain,
  scheduled_at, state, last_event, attempts, due_at, last_reply, created_at, sent_at
from envelope
where project_id = :project_id
  and id = :id

-- :name cursor
select id
from envelope
where project_id = :project_id
  and id = :id

-- Lists are in order of id, which is the order of creation, and leave out the bodies.
-- :name list_after
select project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc,
  bcc, reply_to, subject, null::text as html, null::text as text, headers::text as headers, tags::text as tags,
  topic_id, on_uncertain, scheduled_at, state, last_event, attempts, due_at, last_reply, created_at, sent_at
from envelope
where project_id = :project_id
  and id < :id
order by id desc
limit :limit

-- :name list_before
select project_id, id, run_id, step_key, visit, contact_id, template_id, channel, message_id, sender, recipients, cc,
  bcc, reply_to, subject, null::text as html, null::text as text, headers::text as headers, tags::text as tags,
  topic_id, on_uncertain, scheduled_at, state, last_event, attempts, due_at, last_reply, created_at, sent_at
from envelope
where project_id = :project_id
  and id > :id
order by id
limit :limit

-- :name find_message
select id
from envelope
where project_id = :project_id
  and message_id = :message_id

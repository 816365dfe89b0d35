-- What is known of a person, an automation and an event: each statement goes by an index and has a limit. Events are
-- found by their person and the instant of their receipt, or by the range of their ids, whose first bits are the time of
-- their making; runs by the event that started them.

-- An automation that was deleted leaves its versions.
-- :name newest_version
select id, number, trigger_event, definition::text as definition
from automation_version
where project_id = :project_id
  and automation_id = :automation_id
order by number desc
limit 1

-- Spans are found by the names that start the automation, for there is no index by automation of those that are over.
-- :name spans
select v.number, n.trigger_event, n.enabled_at, n.disabled_at
from (
  select distinct trigger_event
  from (
    select trigger_event
    from automation_version
    where project_id = :project_id
      and automation_id = :automation_id
    order by number desc
    limit :versions_max
  ) as newest
  where trigger_event is not null
) as t
cross join lateral (
  select version_id, trigger_event, enabled_at, disabled_at
  from enablement
  where enablement.project_id = :project_id
    and enablement.trigger_event = t.trigger_event
    and enablement.automation_id = :automation_id
  order by enabled_at desc
  limit :spans_max
) as n
cross join lateral (
  select number
  from automation_version
  where automation_version.project_id = :project_id
    and automation_version.id = n.version_id
  limit 1
) as v
order by n.enabled_at

-- :name event
select e.id, e.name, coalesce(e.email, c.email, e.contact_id::text) as person, e.person_key,
  e.payload::text as payload, e.received_at, e.idempotency_key, e.quarantined_at,
  not exists (
    select from unmatched_event as u where u.event_id = e.id and u.project_id = e.project_id) as matched,
  (
    select last_fault
    from strike
    where strike.project_id = e.project_id
      and strike.kind = 'event'
      and strike.row_id = e.id
  ) as last_fault
from event as e
left join contact as c on c.project_id = e.project_id and c.id = e.contact_id
where e.project_id = :project_id
  and e.id = :id

-- The newest event of one of the names, among the newest of the person.
-- :name newest_of_names
select id
from (
  select e.id, e.name, e.received_at
  from unnest(:person_keys::text[]) as k (person_key)
  cross join lateral (
    select id, name, received_at
    from event
    where event.project_id = :project_id
      and event.person_key = k.person_key
      and event.received_at >= :since::timestamptz
      and event.received_at <= :until::timestamptz
    order by received_at desc
    limit :limit
  ) as e
) as newest
where name = any (:names::text[])
order by received_at desc, id desc
limit 1

-- What came for a person, the newest first; payloads of the names alone.
-- :name heard
select e.id, e.name, :person::text as person, e.received_at,
  case when e.name = any (:names::text[]) then e.payload::text end as payload, false as mentions
from unnest(:person_keys::text[]) as k (person_key)
cross join lateral (
  select id, name, received_at, payload
  from event
  where event.project_id = :project_id
    and event.person_key = k.person_key
    and event.received_at >= :since::timestamptz
    and event.received_at <= :until::timestamptz
    and (not :only_names::boolean or event.name = any (:names::text[]))
  order by received_at desc
  limit :limit
) as e
order by e.received_at desc, e.id desc
limit :limit

-- What came for others, the newest of that time. A payload is looked into where its name matters and it is small.
-- :name neighbours
select e.id, e.name, coalesce(e.email, c.email, e.contact_id::text) as person, e.received_at,
  case when e.is_small then e.payload::text end as payload,
  e.is_small and position(:mention::text in lower(e.payload::text)) > 0 as mentions
from (
  select id, name, contact_id, email, person_key, payload, received_at,
    name = any (:names::text[]) and payload is not null and pg_column_size(payload) <= :bytes_max::int as is_small
  from event
  where project_id = :project_id
    and id >= :first_id::uuid
    and id < :last_id::uuid
  order by id desc
  limit :limit
) as e
left join lateral (
  select email
  from contact
  where contact.project_id = :project_id
    and contact.id = e.contact_id
  limit 1
) as c on true
where e.person_key <> all (:person_keys::text[])
order by e.id desc

-- :name run_of_event
select id, quarantined_at, (
    select last_fault
    from strike
    where strike.project_id = run.project_id
      and strike.kind = 'run'
      and strike.row_id = run.id
  ) as last_fault
from run
where project_id = :project_id
  and automation_id = :automation_id
  and event_id = :event_id

-- :name refusal
select n.reason, n.run_id, n.refused_at, (
    select status
    from run
    where run.project_id = n.project_id
      and run.id = n.run_id
  ) as run_status
from entry_refusal as n
where n.project_id = :project_id
  and n.automation_id = :automation_id
  and n.event_id = :event_id

-- :name mails
select e.id, e.step_key, e.visit, case when o.leased then 'sending' else e.state end as state, e.last_event,
  coalesce(o.attempts, e.attempts) as attempts, o.due_at, e.last_reply, e.created_at, e.sent_at, t.opens,
  coalesce(t.opened, 0) as opened, coalesce(t.clicked, 0) as clicked
from (
  select project_id, id, step_key, visit, state, last_event, attempts, last_reply, created_at, sent_at
  from envelope
  where project_id = :project_id
    and run_id = :run_id
    and channel = 'email'
  limit :limit
) as e
left join outbox as o on o.project_id = e.project_id and o.envelope_id = e.id
left join mail_tracking as t on t.project_id = e.project_id and t.envelope_id = e.id
order by e.id

-- :name topics
select t.id, t.name, coalesce(c.subscription, t.default_subscription) = 'opt_in' as is_taken, c.updated_at
from unnest(:topic_ids::uuid[]) as k (id)
cross join lateral (
  select id, name, default_subscription
  from topic
  where topic.project_id = :project_id
    and topic.id = k.id
  limit 1
) as t
left join lateral (
  select subscription, updated_at
  from contact_topic
  where contact_topic.project_id = :project_id
    and contact_topic.contact_id = :contact_id::uuid
    and contact_topic.topic_id = k.id
  limit 1
) as c on true

-- Requests that repeated an event, among the newest that the log of requests has of that time; it may have been off. The
-- underscore stands for a colon, which would begin a parameter.
-- :name repeats
select id, created_at, request_body, response_body
from (
  select id, created_at, endpoint, request_body, response_body
  from request_log
  where project_id = :project_id
    and id >= :first_id::uuid
    and id < :last_id::uuid
  order by id desc
  limit :looked_max
) as newest
where endpoint = '/events/send'
  and response_body like '%"deduplicated"_true%'
  and exists (
    select from unnest(:mentions::text[]) as m (text) where position(m.text in lower(request_body)) > 0)
order by id desc
limit :limit

-- Requests about instants that changed one of these things, with the names of their keys.
-- :name deeds
select l.id, l.created_at, l.method, l.endpoint, k.name as key_name
from unnest(:first_ids::uuid[], :last_ids::uuid[]) as s (first_id, last_id)
cross join lateral (
  select id, key_id, created_at, method, endpoint
  from (
    select id, key_id, created_at, method, endpoint, response_status
    from request_log
    where request_log.project_id = :project_id
      and request_log.id >= s.first_id
      and request_log.id < s.last_id
    order by id desc
    limit :looked_max
  ) as newest
  where method <> 'GET'
    and response_status < 300
    and lower(replace(endpoint, '%40', '@')) = any (:endpoints::text[])
  limit :limit
) as l
left join api_key as k on k.project_id = :project_id and k.id = l.key_id
order by l.id

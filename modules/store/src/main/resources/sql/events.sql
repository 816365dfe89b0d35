-- What happened, to whom; matched or not.

-- Keys that are there already, and keys twice in one batch, store nothing; by_keys then says what is there.
-- :name insert
with stored as (
  insert into event (
    project_id, id, name, contact_id, email, person_key, payload, occurred_at, idempotency_key, hops,
    external_id, received_at)
  select e.project_id, e.id, e.name, e.contact_id, e.email, e.person_key, e.payload::jsonb, e.occurred_at,
    e.idempotency_key, e.hops, e.external_id, :received_at::timestamptz
  from unnest(
    :project_ids::uuid[], :ids::uuid[], :names::text[], :contact_ids::uuid[], :emails::text[], :person_keys::text[],
    :payloads::text[], :occurred_ats::timestamptz[], :idempotency_keys::text[], :hops::int[],
    :external_ids::text[]
  ) as e (
    project_id, id, name, contact_id, email, person_key, payload, occurred_at, idempotency_key, hops, external_id)
  on conflict do nothing
  returning project_id, id
)
insert into unmatched_event (event_id, project_id)
select id, project_id
from stored
returning event_id as id

-- :name by_keys
select k.project_id, k.idempotency_key, e.id, e.received_at
from unnest(:project_ids::uuid[], :idempotency_keys::text[]) as k (project_id, idempotency_key)
cross join lateral (
  select id, received_at
  from event
  where event.project_id = k.project_id
    and event.idempotency_key = k.idempotency_key
  limit 1
) as e

-- The oldest events nobody has looked at, without those that failed alone and whose pause is not over.
-- :name claim_unmatched
select e.project_id, e.id, e.name, e.contact_id, e.email, e.payload::text as payload, e.occurred_at, e.received_at,
  e.hops, e.external_id
from (
  select project_id, event_id
  from unmatched_event as u
  where not exists (
    select from strike
    where strike.project_id = u.project_id
      and strike.kind = 'event'
      and strike.row_id = u.event_id
      and strike.again_at > :now)
  order by event_id
  limit :limit
  for update skip locked
) as u
cross join lateral (
  select project_id, id, name, contact_id, email, payload, occurred_at, received_at, hops, external_id
  from event
  where event.project_id = u.project_id
    and event.id = u.event_id
  limit 1
) as e
order by u.event_id

-- :name claim_these
select e.project_id, e.id, e.name, e.contact_id, e.email, e.payload::text as payload, e.occurred_at, e.received_at,
  e.hops, e.external_id
from (
  select project_id, event_id
  from unmatched_event
  where event_id = any (:ids::uuid[])
  order by event_id
  for update skip locked
) as u
cross join lateral (
  select project_id, id, name, contact_id, email, payload, occurred_at, received_at, hops, external_id
  from event
  where event.project_id = u.project_id
    and event.id = u.event_id
  limit 1
) as e
order by u.event_id

-- :name mark_matched
delete from unmatched_event
where event_id = any (:ids::uuid[])

-- :name by_ids
select e.project_id, e.id, e.name, e.contact_id, e.email, e.payload::text as payload, e.occurred_at, e.received_at,
  e.hops, e.external_id
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
cross join lateral (
  select project_id, id, name, contact_id, email, payload, occurred_at, received_at, hops, external_id
  from event
  where event.project_id = k.project_id
    and event.id = k.id
  limit 1
) as e

-- What came for each of these contacts since an instant, under either of the keys an event may name it by, the oldest
-- first; or only what nobody has looked at yet.
-- :name recent
select k.contact_id, e.id, e.name, e.payload::text as payload, e.received_at
from unnest(:project_ids::uuid[], :contact_ids::uuid[], :email_keys::text[], :froms::timestamptz[])
  as k (project_id, contact_id, email_key, since)
cross join lateral (
  select id, name, payload, received_at
  from (
    select id, name, payload, received_at
    from event
    where event.project_id = k.project_id
      and event.person_key = k.contact_id::text
      and event.received_at >= k.since
      and event.name = any (:names::text[])
      and (not :only_unmatched::boolean or quarantined_at is not null or exists (
        select from unmatched_event
        where unmatched_event.event_id = event.id
          and unmatched_event.project_id = event.project_id))
    union all
    select id, name, payload, received_at
    from event
    where event.project_id = k.project_id
      and event.person_key = k.email_key
      and event.received_at >= k.since
      and event.name = any (:names::text[])
      and (not :only_unmatched::boolean or quarantined_at is not null or exists (
        select from unmatched_event
        where unmatched_event.event_id = event.id
          and unmatched_event.project_id = event.project_id))
  ) as either
  order by received_at, id
  limit :limit
) as e

-- The mailbox of runs.

-- An event is put into a mailbox once.
-- :name put
insert into signal (project_id, id, run_id, kind, event_id, call_id, by_run_id, received_at)
select s.project_id, s.id, s.run_id, s.kind, s.event_id, s.call_id, s.by_run_id, s.received_at
from unnest(
  :project_ids::uuid[], :ids::uuid[], :run_ids::uuid[], :kinds::text[], :event_ids::uuid[], :call_ids::uuid[],
  :by_run_ids::uuid[], :received_ats::timestamptz[]
) as s (project_id, id, run_id, kind, event_id, call_id, by_run_id, received_at)
on conflict do nothing

-- To every live run of the contacts, but those that are at it themselves.
-- :name put_to_contacts
insert into signal (project_id, id, run_id, kind, received_at)
select r.project_id, gen_random_uuid(), r.id, 'contact_deleted', :now::timestamptz
from unnest(:project_ids::uuid[], :contact_ids::uuid[]) as k (project_id, contact_id)
cross join lateral (
  select project_id, id
  from run
  where run.project_id = k.project_id
    and run.contact_id = k.contact_id
    and status = 'running'
    and id <> all (:but::uuid[])
) as r

-- Runs with mail, those that waited longest first, without those that failed alone and whose pause is not over, and
-- without those that are quarantined: what comes for them stays in their mailbox.
-- :name addressees
select project_id, run_id
from signal
where not exists (
    select from strike
    where strike.project_id = signal.project_id
      and strike.kind = 'run'
      and strike.row_id = signal.run_id
      and strike.again_at > :now)
  and not exists (
    select from run
    where run.project_id = signal.project_id
      and run.id = signal.run_id
      and run.quarantined_at is not null)
order by id
limit :limit

-- :name of
select s.id, s.run_id, s.kind, s.event_id, s.call_id, s.by_run_id, s.received_at, e.name,
  e.payload::text as payload, c.step_key, c.visit, c.answer::text as answer, c.problem,
  c.state = 'failed' as is_failed
from unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
cross join lateral (
  select project_id, id, run_id, kind, event_id, call_id, by_run_id, received_at
  from signal
  where signal.project_id = k.project_id
    and signal.run_id = k.run_id
  offset 0                                      -- not to be taken apart: mailboxes are looked up one by one
) as s
left join lateral (
  select name, payload
  from event
  where event.project_id = s.project_id
    and event.id = s.event_id
  limit 1
) as e on true
left join lateral (
  select step_key, visit, answer, problem, state
  from http_call
  where http_call.project_id = s.project_id
    and http_call.id = s.call_id
  limit 1
) as c on true
order by s.received_at, s.id

-- :name take
delete from signal
using unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
where signal.project_id = k.project_id
  and signal.id = k.id

-- Mail for runs that ended meanwhile.
-- :name drop_dead
delete from signal
using unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
where signal.project_id = k.project_id
  and signal.run_id = k.run_id
  and not exists (
    select from run where run.project_id = k.project_id and run.id = k.run_id and run.status = 'running')

-- :name empty
delete from signal
using unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
where signal.project_id = k.project_id
  and signal.run_id = k.run_id

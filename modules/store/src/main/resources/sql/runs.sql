-- One person on one version of one automation.

-- A run is written once, in the state it reached; the unique key refuses a second run of the same match.
-- :name insert
insert into run (
  project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason, created_at, started_at, completed_at)
select r.project_id, r.id, r.automation_id, r.version_id, r.event_id, r.contact_id, r.status, r.step_key, r.visit,
  r.position, r.resting, r.due_at, r.since, r.hops, r.reason::jsonb, r.created_at, r.started_at, r.completed_at
from unnest(
  :project_ids::uuid[], :ids::uuid[], :automation_ids::uuid[], :version_ids::uuid[], :event_ids::uuid[],
  :contact_ids::uuid[], :statuses::text[], :step_keys::text[], :visits::int[], :positions::int[],
  :restings::boolean[], :due_ats::timestamptz[], :sinces::timestamptz[], :hops::int[], :reasons::text[],
  :created_ats::timestamptz[], :started_ats::timestamptz[], :completed_ats::timestamptz[]
) as r (project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position,
  resting, due_at, since, hops, reason, created_at, started_at, completed_at)

-- Runs whose instant has come, without those that failed alone and whose pause is not over.
-- :name claim_due
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where status = 'running'
  and due_at <= :now
  and quarantined_at is null
  and not exists (
    select from strike
    where strike.project_id = run.project_id
      and strike.kind = 'run'
      and strike.row_id = run.id
      and strike.again_at > :now)
order by due_at
limit :limit
for no key update skip locked

-- Live runs by id; where it is asked for, only those that still have a reason to move.
-- :name claim_these
select r.project_id, r.id, r.automation_id, r.version_id, r.event_id, r.contact_id, r.status, r.step_key, r.visit,
  r.position, r.resting, r.due_at, r.since, r.hops, r.reason::text as reason, r.created_at, r.started_at,
  r.completed_at, r.retry::text as retry
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
cross join lateral (
  select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
    due_at, since, hops, reason, created_at, started_at, completed_at, retry
  from run
  where run.project_id = k.project_id
    and run.id = k.id
    and status = 'running'
    and quarantined_at is null
    and (not :only_moving::boolean or due_at <= :now or exists (
      select from signal where signal.project_id = k.project_id and signal.run_id = k.id))
  limit 1
  for no key update skip locked
) as r

-- :name save
update run
set status = r.status,
  step_key = r.step_key,
  visit = r.visit,
  position = r.position,
  resting = r.resting,
  due_at = r.due_at,
  since = r.since,
  reason = r.reason::jsonb,
  completed_at = r.completed_at
from unnest(
  :project_ids::uuid[], :ids::uuid[], :statuses::text[], :step_keys::text[], :visits::int[], :positions::int[],
  :restings::boolean[], :due_ats::timestamptz[], :sinces::timestamptz[], :reasons::text[],
  :completed_ats::timestamptz[]
) as r (project_id, id, status, step_key, visit, position, resting, due_at, since, reason, completed_at)
where run.project_id = r.project_id
  and run.id = r.id

-- Waits for whoever has the run in hand, and reads it as it is then.
-- :name hold
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where project_id = :project_id
  and id = :id
for no key update

-- A run that had ended goes on; the caller holds it.
-- :name go_on
update run
set version_id = :version_id,
  status = 'running',
  step_key = :step_key,
  visit = :visit,
  resting = false,
  due_at = :due_at,
  since = :since,
  reason = null,
  completed_at = null,
  retry = :retry::text::jsonb
where project_id = :project_id
  and id = :id

-- A run that rests goes on resting by another version; the caller holds it.
-- :name rest_on
update run
set version_id = :version_id,
  retry = :retry::text::jsonb
where project_id = :project_id
  and id = :id

-- Is something due already, and when is the next instant after that?
-- :name next_due
select
  exists (select from run where status = 'running' and due_at <= :now and quarantined_at is null) as overdue,
  (select min(due_at) from run where status = 'running' and due_at > :now and quarantined_at is null) as next_at

-- :name find
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where project_id = :project_id
  and id = :id
  and automation_id = :automation_id

-- :name find_one
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from run
where project_id = :project_id
  and automation_id = :automation_id
  and id = :id

-- :name older
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where project_id = :project_id
  and automation_id = :automation_id
  and status = any (:statuses::text[])
  and (created_at, id) < (:created_at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, automation_id, version_id, event_id, contact_id, status, step_key, visit, position, resting,
  due_at, since, hops, reason::text as reason, created_at, started_at, completed_at, retry::text as retry
from run
where project_id = :project_id
  and automation_id = :automation_id
  and status = any (:statuses::text[])
  and (created_at, id) > (:created_at, :id)
order by created_at, id
limit :limit

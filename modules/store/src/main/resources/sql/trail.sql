-- One line per visit of a step.

-- The steps of runs that are new, which no line can be there for.
-- :name insert
insert into trail (
  project_id, run_id, step_key, visit, position, step_type, status, output, error, created_at, started_at,
  completed_at)
select t.project_id, t.run_id, t.step_key, t.visit, t.position, t.step_type, t.status, t.output::jsonb,
  t.error::jsonb, t.created_at, t.started_at, t.completed_at
from unnest(
  :project_ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :positions::int[],
  :step_types::text[], :statuses::text[], :outputs::text[], :errors::text[], :created_ats::timestamptz[],
  :started_ats::timestamptz[], :completed_ats::timestamptz[]
) as t (project_id, run_id, step_key, visit, position, step_type, status, output, error, created_at, started_at,
  completed_at)

-- The same visit again is a resumed step: its arrival stays, what became of it is new. A node whose `now` is older than
-- that of the node where the run arrived does not let it leave before it came.
-- :name save
insert into trail (
  project_id, run_id, step_key, visit, position, step_type, status, output, error, created_at, started_at,
  completed_at)
select t.project_id, t.run_id, t.step_key, t.visit, t.position, t.step_type, t.status, t.output::jsonb,
  t.error::jsonb, t.created_at, t.started_at, t.completed_at
from unnest(
  :project_ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :positions::int[],
  :step_types::text[], :statuses::text[], :outputs::text[], :errors::text[], :created_ats::timestamptz[],
  :started_ats::timestamptz[], :completed_ats::timestamptz[]
) as t (project_id, run_id, step_key, visit, position, step_type, status, output, error, created_at, started_at,
  completed_at)
on conflict (project_id, run_id, step_key, visit) do update
set status = excluded.status,
  output = excluded.output,
  error = excluded.error,
  started_at = coalesce(trail.started_at, excluded.started_at),
  completed_at = case when excluded.completed_at is not null then greatest(excluded.completed_at, trail.started_at) end

-- :name of
select step_key, step_type, visit, position, status, output::text as output, error::text as error,
  notes::text as notes, created_at, started_at, completed_at
from trail
where project_id = :project_id
  and run_id = :run_id
order by position

-- What runs put out so far, in order; of a run that was retried often, what it put out last.
-- :name past
select k.run_id, t.step_key, t.step_type, t.output::text as output
from unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
cross join lateral (
  select step_key, step_type, output, position
  from trail
  where trail.project_id = k.project_id
    and trail.run_id = k.run_id
    and output is not null
    and status in ('completed', 'failed')
  order by position desc
  limit :limit
) as t
order by k.run_id, t.position

-- Beyond the bound further notes say nothing new.
-- :name note
update trail
set notes = coalesce(trail.notes, '[]'::jsonb) || n.notes::jsonb
from unnest(:project_ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :notes::text[])
  as n (project_id, run_id, step_key, visit, notes)
where trail.project_id = n.project_id
  and trail.run_id = n.run_id
  and trail.step_key = n.step_key
  and trail.visit = n.visit
  and jsonb_array_length(coalesce(trail.notes, '[]'::jsonb)) < :max

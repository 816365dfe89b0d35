-- One line per visit of a step.

-- The same visit again is a resumed step: its arrival stays, what became of it is new.
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
  completed_at = excluded.completed_at

-- :name of
select step_key, step_type, visit, position, status, output::text as output, error::text as error, created_at,
  started_at, completed_at
from trail
where project_id = :project_id
  and run_id = :run_id
order by position

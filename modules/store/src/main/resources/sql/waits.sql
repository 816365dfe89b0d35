-- What runs listen for.

-- :name open
insert into open_wait (project_id, run_id, step_key, visit, contact_id, event_name, correlation, since, until)
select w.project_id, w.run_id, w.step_key, w.visit, w.contact_id, w.event_name, w.correlation, w.since, w.until
from unnest(
  :project_ids::uuid[], :run_ids::uuid[], :step_keys::text[], :visits::int[], :contact_ids::uuid[],
  :event_names::text[], :correlations::text[], :sinces::timestamptz[], :untils::timestamptz[]
) as w (project_id, run_id, step_key, visit, contact_id, event_name, correlation, since, until)

-- What a step listened for that a run left; a null key closes all that the run listened for.
-- :name close
delete from open_wait
using unnest(:project_ids::uuid[], :run_ids::uuid[], :step_keys::text[]) as k (project_id, run_id, step_key)
where open_wait.project_id = k.project_id
  and open_wait.run_id = k.run_id
  and (k.step_key is null or open_wait.step_key = k.step_key)

-- The runs that listen for each of these events. The lateral keeps the plan on the index of listeners, whatever the
-- planner thinks of the arrays.
-- :name listeners
select k.event_id, k.received_at, k.project_id, w.run_id
from unnest(
  :project_ids::uuid[], :event_ids::uuid[], :contact_ids::uuid[], :event_names::text[], :correlations::text[],
  :received_ats::timestamptz[]
) as k (project_id, event_id, contact_id, event_name, correlation, received_at)
cross join lateral (
  select run_id
  from open_wait
  where open_wait.project_id = k.project_id
    and open_wait.contact_id = k.contact_id
    and open_wait.event_name = k.event_name
    and open_wait.correlation = k.correlation
    and open_wait.since <= k.received_at
    and (open_wait.until is null or open_wait.until > k.received_at)
) as w

-- :name of
select step_key, event_name, correlation, since, until
from open_wait
where project_id = :project_id
  and run_id = :run_id
order by step_key, event_name, correlation

-- The traces that events came in (W3C Trace Context).

-- :name insert
insert into event_trace (project_id, event_id, traceparent)
select t.project_id, t.event_id, t.traceparent
from unnest(:project_ids::uuid[], :event_ids::uuid[], :traceparents::text[]) as t (project_id, event_id, traceparent)

-- :name of_runs
select r.id, t.traceparent
from unnest(:project_ids::uuid[], :run_ids::uuid[]) as k (project_id, run_id)
join run as r on r.project_id = k.project_id and r.id = k.run_id
join event_trace as t on t.project_id = r.project_id and t.event_id = r.event_id

-- Of what webhooks hear, only what becomes of runs is of a trace.
-- :name of_hook_events
select h.id, t.traceparent
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
join hook_event as h on h.project_id = k.project_id and h.id = k.id
join event_trace as t
  on t.project_id = h.project_id
  and t.event_id = case when h.type like 'automation.run.%' then (h.data ->> 'event_id')::uuid end

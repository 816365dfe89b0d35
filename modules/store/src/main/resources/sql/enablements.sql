-- When which version of which automation was enabled. Written with the automations, read here.

-- Every version that was enabled at some moment between the two instants; the caller compares exactly.
-- The key lock holds a delete of the automation back until the runs of this pass are there to be cancelled.
-- :name touching
select k.project_id, k.trigger_event, n.automation_id, n.version_id, n.enabled_at, n.disabled_at
from unnest(:project_ids::uuid[], :trigger_events::text[]) as k (project_id, trigger_event)
cross join lateral (
  select automation_id, version_id, enabled_at, disabled_at
  from enablement
  where enablement.project_id = k.project_id
    and enablement.trigger_event = k.trigger_event
    and enabled_at <= :until
    and (disabled_at is null or disabled_at > :since)
  for key share
) as n
order by n.automation_id, n.enabled_at

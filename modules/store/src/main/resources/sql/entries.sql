-- Entry rules: the newest run of each contact or key of an automation, and the events that started none. One
-- transaction at a time changes a key: its row, or the unique key of its row, is its lock.

-- :name hold
insert into run_entry as e (project_id, automation_id, entry_key, run_id, entered_at)
select k.project_id, k.automation_id, k.entry_key, k.run_id, k.entered_at
from unnest(
  :project_ids::uuid[], :automation_ids::uuid[], :entry_keys::text[], :run_ids::uuid[],
  :entered_ats::timestamptz[]
) as k (project_id, automation_id, entry_key, run_id, entered_at)
order by k.project_id, k.automation_id, k.entry_key
on conflict (project_id, automation_id, entry_key) do update
set run_id = e.run_id  -- nothing changes, but the row is held
returning e.project_id, e.automation_id, e.entry_key, e.run_id, e.entered_at

-- :name replace
update run_entry
set run_id = k.run_id,
  entered_at = k.entered_at
from unnest(
  :project_ids::uuid[], :automation_ids::uuid[], :entry_keys::text[], :run_ids::uuid[],
  :entered_ats::timestamptz[]
) as k (project_id, automation_id, entry_key, run_id, entered_at)
where run_entry.project_id = k.project_id
  and run_entry.automation_id = k.automation_id
  and run_entry.entry_key = k.entry_key

-- :name running
select k.id
from unnest(:project_ids::uuid[], :ids::uuid[]) as k (project_id, id)
cross join lateral (
  select id
  from run
  where run.project_id = k.project_id
    and run.id = k.id
    and status = 'running'
  limit 1
) as r

-- :name refuse
insert into entry_refusal (project_id, automation_id, event_id, contact_id, reason, run_id, refused_at)
select k.project_id, k.automation_id, k.event_id, k.contact_id, k.reason, k.run_id, :now::timestamptz
from unnest(
  :project_ids::uuid[], :automation_ids::uuid[], :event_ids::uuid[], :contact_ids::uuid[], :reasons::text[],
  :run_ids::uuid[]
) as k (project_id, automation_id, event_id, contact_id, reason, run_id)
on conflict do nothing

-- Events that some version listens for.

-- In the order of the keys, so that two writers never wait for each other in a circle.
-- :name add
insert into event_interest (project_id, event_name, field)
select :project_id, i.event_name, i.field
from unnest(:event_names::text[], :fields::text[]) as i (event_name, field)
on conflict do nothing

-- :name among
select k.project_id, i.event_name, i.field
from unnest(:project_ids::uuid[], :event_names::text[]) as k (project_id, event_name)
cross join lateral (
  select event_name, field
  from event_interest
  where event_interest.project_id = k.project_id
    and event_interest.event_name = k.event_name
) as i

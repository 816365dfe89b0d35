-- Opens and clicks of mails that are out.

-- How mails leave that may be tracked: a mail keeps what was decided when it first left. One that left before, and of
-- which nothing is written here, is not tracked.
-- :name decide
with given as (
  select k.project_id, k.envelope_id, k.opens, k.clicks, k.is_first
  from unnest(:project_ids::uuid[], :envelope_ids::uuid[], :opens::boolean[], :clicks::boolean[], :firsts::boolean[])
    as k (project_id, envelope_id, opens, clicks, is_first)
),
added as (
  insert into mail_tracking (project_id, envelope_id, opens, clicks)
  select project_id, envelope_id, opens, clicks
  from given
  where is_first and (opens or clicks)
  order by project_id, envelope_id
  on conflict do nothing
  returning project_id, envelope_id, opens, clicks
)
select project_id, envelope_id, opens, clicks
from added
union all
select t.project_id, t.envelope_id, t.opens, t.clicks
from given
join mail_tracking as t on t.project_id = given.project_id and t.envelope_id = given.envelope_id

-- Counts an open that is told; nothing when this mail is not tracked, or enough were told.
-- :name opened
update mail_tracking
set opened = opened + 1
where project_id = :project_id
  and envelope_id = :envelope_id
  and opens
  and opened < :max
returning envelope_id

-- :name clicked
update mail_tracking
set clicked = clicked + 1
where project_id = :project_id
  and envelope_id = :envelope_id
  and clicks
  and clicked < :max
returning envelope_id

-- :name is_tracked
select clicks
from mail_tracking
where project_id = :project_id
  and envelope_id = :envelope_id
  and clicks

-- What somebody does to many runs at once, and the runs it is done to.

-- :name insert
insert into bulk_action (
  project_id, id, kind, status, automation_id, statuses, options, note, actor, created_at)
values (
  :project_id, :id, :kind, 'draft', :automation_id, :statuses::text[], :options::text::jsonb, :note,
  :actor::text::jsonb, :now)

-- Runs that ended early, which have an index of their own.
-- :name freeze_unwell
with looked_at as (
  select id, status
  from run
  where project_id = :project_id
    and (:automation_id::uuid is null or automation_id = :automation_id)
    and status in ('failed', 'cancelled')
  order by id desc
  limit :budget
), frozen as (
  insert into bulk_item (project_id, bulk_id, run_id)
  select :project_id::uuid, :id::uuid, looked_at.id
  from looked_at
  where status = any (:statuses::text[])
  order by looked_at.id desc
  limit :limit
  returning run_id
)
select (select count(*) from looked_at)::int as looked_at, (select count(*) from frozen)::int as items

-- Live runs, by the index that has all of them and nothing else.
-- :name freeze_live
with looked_at as (
  select id, automation_id, status
  from run
  where project_id = :project_id
    and status = 'running'
  order by contact_id
  limit :budget
), frozen as (
  insert into bulk_item (project_id, bulk_id, run_id)
  select :project_id::uuid, :id::uuid, looked_at.id
  from looked_at
  where status = any (:statuses::text[])
    and (:automation_id::uuid is null or automation_id = :automation_id)
  order by looked_at.id desc
  limit :limit
  returning run_id
)
select (select count(*) from looked_at)::int as looked_at, (select count(*) from frozen)::int as items

-- :name frozen
update bulk_action
set items = :items,
  whole = :whole
where project_id = :project_id
  and id = :id

-- Drafts that nobody started, and what ended long ago.
-- :name forget
delete from bulk_action
where project_id = :project_id
  and (
    status = 'draft' and created_at < :drafts_before
    or status in ('completed', 'aborted') and created_at < :before)

-- :name start
update bulk_action
set status = 'running',
  started_at = :now
where project_id = :project_id
  and id = :id
  and status = 'draft'

-- :name abort
update bulk_action
set status = 'aborted',
  ended_at = :now
where project_id = :project_id
  and id = :id
  and status in ('draft', 'running')

-- One run that is still to be dealt with and that nobody else has in hand; held until the transaction ends.
-- :name claim
select i.project_id, i.bulk_id, i.run_id, a.kind, a.options::text as options, a.note, a.actor::text as actor
from bulk_action as a
cross join lateral (
  select project_id, bulk_id, run_id
  from bulk_item
  where bulk_item.project_id = a.project_id
    and bulk_item.bulk_id = a.id
    and bulk_item.result is null
  order by run_id
  limit 1
  for update skip locked
) as i
where a.status = 'running'
order by a.id
limit 1

-- :name settle
update bulk_item
set result = :result,
  message = :message,
  at = :now
where project_id = :project_id
  and bulk_id = :bulk_id
  and run_id = :run_id
  and result is null

-- Who settles an item counts it, in the same transaction.
-- :name count
update bulk_action
set done = done + (:result::text = 'done')::int,
  unchanged = unchanged + (:result = 'unchanged')::int,
  refused = refused + (:result = 'refused')::int
where project_id = :project_id
  and id = :bulk_id

-- :name finish
update bulk_action
set status = 'completed',
  ended_at = :now
where status = 'running'
  and not exists (
    select from bulk_item
    where bulk_item.project_id = bulk_action.project_id
      and bulk_item.bulk_id = bulk_action.id
      and bulk_item.result is null)

-- :name find
select project_id, id, kind, status, automation_id, statuses, options::text as options, note, actor::text as actor,
  items, whole, done, unchanged, refused, created_at, started_at, ended_at
from bulk_action
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from bulk_action
where project_id = :project_id
  and id = :id

-- :name older
select project_id, id, kind, status, automation_id, statuses, options::text as options, note, actor::text as actor,
  items, whole, done, unchanged, refused, created_at, started_at, ended_at
from bulk_action
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select project_id, id, kind, status, automation_id, statuses, options::text as options, note, actor::text as actor,
  items, whole, done, unchanged, refused, created_at, started_at, ended_at
from bulk_action
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- :name item_cursor
select run_id
from bulk_item
where project_id = :project_id
  and bulk_id = :bulk_id
  and run_id = :run_id

-- :name older_items
select run_id, result, message, at
from bulk_item
where project_id = :project_id
  and bulk_id = :bulk_id
  and run_id < :run_id
order by run_id desc
limit :limit

-- :name newer_items
select run_id, result, message, at
from bulk_item
where project_id = :project_id
  and bulk_id = :bulk_id
  and run_id > :run_id
order by run_id
limit :limit

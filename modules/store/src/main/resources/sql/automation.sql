-- Automations, their versions, and when which version was enabled.

-- :name insert
insert into automation (
  project_id, id, name, status, version_id, created_at, updated_at, published_version_id, published_at)
values (
  :project_id, :id, :name, :status, :version_id, :now, :now,
  case when :status = 'enabled' then :version_id::uuid end, case when :status = 'enabled' then :now::timestamptz end)

-- :name insert_version
insert into automation_version (project_id, id, automation_id, number, trigger_event, definition, created_at)
values (:project_id, :id, :automation_id, :number, :trigger_event, :definition::text::jsonb, :now)

-- :name find
select a.id, a.name, a.status, a.version_id, v.number, v.trigger_event, v.definition::text as definition,
       a.archived_at, a.created_at, a.updated_at
from automation a
join automation_version v on v.project_id = a.project_id and v.id = a.version_id
where a.project_id = :project_id
  and a.id = :id

-- :name exists
select exists (select from automation where project_id = :project_id and id = :id) as found

-- :name lock
-- Whoever changes an automation holds its row first and reads the clock after that, so that the instants
-- of enablement follow the order of the changes.
select id
from automation
where project_id = :project_id
  and id = :id
for update

-- :name update
update automation
set name = :name,
    status = :status,
    version_id = :version_id,
    updated_at = :now,
    draft = case when version_id = :version_id then draft end,
    published_version_id = case
      when :status = 'enabled' or published_version_id is not null then :version_id::uuid
    end,
    published_at = case
      when published_version_id = :version_id then published_at
      when :status = 'enabled' or published_version_id is not null then :now::timestamptz
    end
where project_id = :project_id
  and id = :id

-- :name open_enablement
insert into enablement (project_id, id, automation_id, version_id, trigger_event, enabled_at)
values (:project_id, :id, :automation_id, :version_id, :trigger_event, :now)

-- :name close_enablement
update enablement
set disabled_at = greatest(:now, enabled_at)
where project_id = :project_id
  and automation_id = :automation_id
  and disabled_at is null

-- :name forget_enablement
-- After a delete no event starts a run any more, not even one received before it and matched later.
delete from enablement
where project_id = :project_id
  and automation_id = :automation_id

-- :name cancel_runs
-- In id order, as every batch locks rows of one table; the runner skips what is locked here.
with live as (
  select id
  from run
  where project_id = :project_id
    and automation_id = :automation_id
    and status = 'running'
  order by id
  for update
)
update run
set status = 'cancelled',
    step_key = null,
    resting = false,
    due_at = null,
    reason = :reason::text::jsonb,
    completed_at = :now
from live
where run.project_id = :project_id
  and run.id = live.id
returning run.id

-- :name delete
-- Versions stay: runs that ended, and what they sent, still point at them.
delete from automation
where project_id = :project_id
  and id = :id

-- :name version
select number, definition::text as definition
from automation_version
where project_id = :project_id
  and id = :id

-- :name cursor
select created_at
from automation
where project_id = :project_id
  and id = :id

-- :name older
select id, name, status, created_at, updated_at
from automation
where project_id = :project_id
  and (:status::text is null or status = :status)
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, name, status, created_at, updated_at
from automation
where project_id = :project_id
  and (:status::text is null or status = :status)
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

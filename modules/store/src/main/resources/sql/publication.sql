-- Automations as the second face has them: a draft beside the version that was published last.

-- A draft that nobody published has version 0, which is the one version that is ever changed.
-- :name insert
insert into automation (
  project_id, id, name, status, version_id, created_at, updated_at, description, editor_layout, draft)
values (
  :project_id, :id, :name, 'disabled', :version_id, :now, :now, :description, :editor_layout::text::jsonb,
  :draft::text::jsonb)

-- :name find
select a.id, a.name, a.status, a.description, a.editor_layout::text as editor_layout,
       coalesce(a.draft, v.definition)::text as draft, a.draft is not null and a.draft <> v.definition as is_edited,
       a.published_version_id, p.number as published_number, a.published_at, a.archived_at, a.created_at, a.updated_at
from automation a
join automation_version v on v.project_id = a.project_id and v.id = a.version_id
left join automation_version p on p.project_id = a.project_id and p.id = a.published_version_id
where a.project_id = :project_id
  and a.id = :id

-- What is null stays; a description and a layout may be set to null.
-- :name edit
update automation
set name = coalesce(:name::text, name),
    description = case when :description_given::boolean then :description::text else description end,
    editor_layout = case when :layout_given::boolean then :editor_layout::text::jsonb else editor_layout end,
    draft = coalesce(:draft::text::jsonb, draft),
    updated_at = :now
where project_id = :project_id
  and id = :id

-- :name edit_version
update automation_version
set definition = :definition::text::jsonb,
    trigger_event = :trigger_event
where project_id = :project_id
  and automation_id = :automation_id
  and number = 0

-- :name forget_draft
update automation
set draft = null
where project_id = :project_id
  and id = :id
  and draft is not null

-- :name archive
update automation
set archived_at = :now,
    updated_at = :now
where project_id = :project_id
  and id = :id
  and archived_at is null

-- :name cursor
select created_at
from automation
where project_id = :project_id
  and id = :id

-- :name older
select a.id, a.name, a.status, a.description, a.published_version_id, p.number as published_number, a.published_at,
       a.archived_at, a.created_at, a.updated_at
from automation a
left join automation_version p on p.project_id = a.project_id and p.id = a.published_version_id
where a.project_id = :project_id
  and (:status::text is null
    or :status = case
      when a.archived_at is not null then 'archived'
      when a.status = 'enabled' then 'active'
      when a.published_version_id is null then 'draft'
      else 'paused'
    end)
  and (:search::text is null or a.name ilike :search)
  and (a.created_at, a.id) < (:at, :id)
order by a.created_at desc, a.id desc
limit :limit

-- :name newer
select a.id, a.name, a.status, a.description, a.published_version_id, p.number as published_number, a.published_at,
       a.archived_at, a.created_at, a.updated_at
from automation a
left join automation_version p on p.project_id = a.project_id and p.id = a.published_version_id
where a.project_id = :project_id
  and (:status::text is null
    or :status = case
      when a.archived_at is not null then 'archived'
      when a.status = 'enabled' then 'active'
      when a.published_version_id is null then 'draft'
      else 'paused'
    end)
  and (:search::text is null or a.name ilike :search)
  and (a.created_at, a.id) > (:at, :id)
order by a.created_at, a.id
limit :limit

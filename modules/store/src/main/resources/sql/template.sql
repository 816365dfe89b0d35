-- Templates and their versions. `draft_version_id` is the newest version (what GET shows and PATCH edits),
-- `published_version_id` the one that is sent; while both are the same, an edit opens a new version.

-- :name create
with head as (
  insert into template
    (project_id, id, alias, name, draft_version_id, published_version_id, published_at, created_at, updated_at)
  values
    (:project_id, :id, :alias, :name, :version, null, null, :now, :now)
)
insert into template_version
  (project_id, id, template_id, sender, subject, reply_to, html, text, variables, created_at)
values
  (:project_id, :version, :id, :sender, :subject, :reply_to, :html, :text, :variables::text::jsonb, :now)

-- An id wins over an alias that looks like one.
-- :name resolve
select id
from template
where project_id = :project_id
  and (id = :ref_id::uuid or alias = :alias::text)
order by (id = :ref_id::uuid) desc nulls last
limit 1

-- :name lock
select id
from template
where project_id = :project_id and id = :id
for update

-- :name find
select t.id, t.alias, t.name, t.draft_version_id, t.published_version_id, t.published_at, t.created_at, t.updated_at,
       v.sender, v.subject, v.reply_to, v.html, v.text, v.variables::text as variables
from template t
join template_version v on v.project_id = t.project_id and v.id = t.draft_version_id
where t.project_id = :project_id and t.id = :id

-- :name rename
update template
set alias = :alias, name = :name, updated_at = greatest(:now, updated_at)
where project_id = :project_id and id = :id

-- :name edit_version
update template_version
set sender = :sender, subject = :subject, reply_to = :reply_to, html = :html, text = :text,
    variables = :variables::text::jsonb
where project_id = :project_id and id = :version

-- :name open_version
with opened as (
  insert into template_version
    (project_id, id, template_id, sender, subject, reply_to, html, text, variables, created_at)
  values
    (:project_id, :version, :id, :sender, :subject, :reply_to, :html, :text, :variables::text::jsonb, :now)
)
update template
set draft_version_id = :version
where project_id = :project_id and id = :id

-- Publishing what is published already changes nothing.
-- :name publish
update template
set published_version_id = draft_version_id, published_at = :now, updated_at = greatest(:now, updated_at)
where project_id = :project_id and id = :id
  and published_version_id is distinct from draft_version_id

-- :name delete
delete from template
where project_id = :project_id and id = :id

-- :name cursor
select created_at
from template
where project_id = :project_id and id = :id

-- :name older
select id, alias, name, draft_version_id, published_version_id, published_at, created_at, updated_at
from template
where project_id = :project_id
  and (:published::boolean is null or :published = (published_version_id is not null))
  and (:search::text is null or name ilike :search)
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, alias, name, draft_version_id, published_version_id, published_at, created_at, updated_at
from template
where project_id = :project_id
  and (:published::boolean is null or :published = (published_version_id is not null))
  and (:search::text is null or name ilike :search)
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- A version is opened when the one before it was published, so they are numbered by the order they were made in.
-- :name number
select count(*) as number
from template_version as one
join template_version as until on until.project_id = one.project_id and until.template_id = one.template_id
where until.project_id = :project_id
  and until.id = :version
  and (one.created_at, one.id) <= (until.created_at, until.id)

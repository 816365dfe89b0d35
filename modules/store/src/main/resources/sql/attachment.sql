-- What is attached to mails.

-- :name insert
insert into attachment (project_id, envelope_id, id, position, filename, content_type, content_id, content, created_at)
select a.project_id, a.envelope_id, a.id, a.position, a.filename, a.content_type, a.content_id, a.content, :now
from unnest(
  :project_ids::uuid[], :envelope_ids::uuid[], :ids::uuid[], :positions::int[], :filenames::text[],
  :content_types::text[], :content_ids::text[], :contents::bytea[]
) as a (project_id, envelope_id, id, position, filename, content_type, content_id, content)

-- :name of_envelopes
select a.envelope_id, a.id, a.filename, a.content_type, a.content_id, a.content
from unnest(:project_ids::uuid[], :envelope_ids::uuid[]) as e (project_id, envelope_id)
join attachment as a
  on a.project_id = e.project_id
  and a.envelope_id = e.envelope_id
order by a.envelope_id, a.position

-- :name find
select id, filename, content_type, content_id, content
from attachment
where project_id = :project_id
  and envelope_id = :envelope_id
  and id = :id

-- :name list
select id, filename, content_type, content_id, octet_length(content) as size
from attachment
where project_id = :project_id
  and envelope_id = :envelope_id
order by position

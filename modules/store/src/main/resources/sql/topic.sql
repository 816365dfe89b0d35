-- Topics: what people can take or leave. What a topic's default is never changes.

-- :name insert
insert into topic (project_id, id, name, description, default_subscription, visibility, created_at, updated_at)
values (:project_id, :id, :name, :description, :default_subscription, :visibility, :now, :now)

-- :name find
select id, name, description, default_subscription, visibility, created_at, updated_at
from topic
where project_id = :project_id
  and id = :id

-- :name update
update topic
set name = coalesce(:name::text, name),
    description = case when :description_given::boolean then :description::text else description end,
    visibility = coalesce(:visibility::text, visibility),
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id

-- :name delete
delete from topic
where project_id = :project_id
  and id = :id

-- Which of these there are. They stay until the transaction ends, so that whoever takes or leaves one finds it.
-- :name hold
select id
from topic
where project_id = :project_id
  and id = any (:ids::uuid[])
order by id
for key share

-- :name cursor
select created_at
from topic
where project_id = :project_id
  and id = :id

-- :name older
select id, name, description, default_subscription, visibility, created_at, updated_at
from topic
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, name, description, default_subscription, visibility, created_at, updated_at
from topic
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

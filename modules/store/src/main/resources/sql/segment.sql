-- Segments: named groups of people.

-- :name insert
insert into segment (project_id, id, name, created_at)
values (:project_id, :id, :name, :now)

-- :name find
select id, name, created_at
from segment
where project_id = :project_id
  and id = :id

-- :name rename
update segment
set name = :name
where project_id = :project_id
  and id = :id

-- :name delete
delete from segment
where project_id = :project_id
  and id = :id

-- Which of these there are. They stay until the transaction ends, so that whoever joins one finds it.
-- :name hold
select id
from segment
where project_id = :project_id
  and id = any (:ids::uuid[])
order by id
for key share

-- :name cursor
select created_at
from segment
where project_id = :project_id
  and id = :id

-- :name older
select id, name, created_at
from segment
where project_id = :project_id
  and (created_at, id) < (:at, :id)
order by created_at desc, id desc
limit :limit

-- :name newer
select id, name, created_at
from segment
where project_id = :project_id
  and (created_at, id) > (:at, :id)
order by created_at, id
limit :limit

-- Projects: whose everything is.

-- :name first
select id from project order by created_at, id limit 1

-- :name insert_first
-- Two servers that start at once on an empty database must end with one project.
insert into project (id, name, created_at)
select :id, :name, :now
where not exists (select from project)

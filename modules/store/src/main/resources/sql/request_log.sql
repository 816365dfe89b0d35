-- What keys asked of the API. Ids begin with the instant of their making, so they are in order of time.

-- :name insert
insert into request_log (
  project_id, id, key_id, endpoint, method, response_status, user_agent, request_body, response_body, created_at)
select e.project_id, e.id, e.key_id, e.endpoint, e.method, e.response_status, e.user_agent, e.request_body,
  e.response_body, e.created_at
from unnest(
  :project_ids::uuid[], :ids::uuid[], :key_ids::uuid[], :endpoints::text[], :methods::text[], :statuses::int[],
  :user_agents::text[], :request_bodies::text[], :response_bodies::text[], :created_ats::timestamptz[]
) as e (project_id, id, key_id, endpoint, method, response_status, user_agent, request_body, response_body, created_at)

-- :name find
select id, endpoint, method, response_status, user_agent, request_body, response_body, created_at
from request_log
where project_id = :project_id
  and id = :id

-- :name cursor
select id
from request_log
where project_id = :project_id
  and id = :id

-- Lists leave out the bodies.
-- :name list_after
select id, endpoint, method, response_status, user_agent, null::text as request_body, null::text as response_body,
  created_at
from request_log
where project_id = :project_id
  and id < :id
order by id desc
limit :limit

-- :name list_before
select id, endpoint, method, response_status, user_agent, null::text as request_body, null::text as response_body,
  created_at
from request_log
where project_id = :project_id
  and id > :id
order by id
limit :limit

-- Of each project the newest stay; the others go, and so does what is too old.
-- :name sweep
with edge as (
  select project.id as project_id,
    greatest(
      :before::uuid,
      (select l.id
        from request_log as l
        where l.project_id = project.id
        order by l.id desc
        offset :rows_max::int
        limit 1)) as id
  from project
)
delete from request_log
using (
  select l.project_id, l.id
  from edge
  join request_log as l on l.project_id = edge.project_id and l.id <= edge.id
  limit :limit::int
) as old
where request_log.project_id = old.project_id
  and request_log.id = old.id

-- What somebody did to runs.

-- :name insert
insert into run_intervention (project_id, id, run_id, kind, note, actor, before, details, at)
values (:project_id, :id, :run_id, :kind, :note, :actor::text::jsonb, :before::text::jsonb, :details::text::jsonb, :at)

-- :name of
select id, kind, note, actor::text as actor, before::text as before, details::text as details, at
from run_intervention
where project_id = :project_id
  and run_id = :run_id
order by at desc, id desc
limit :limit

-- :name retries
select count(*)::int as retries
from run_intervention
where project_id = :project_id
  and run_id = :run_id
  and kind = 'retry'

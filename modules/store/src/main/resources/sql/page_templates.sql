-- Which automations send a template. Looked for in the graphs that the newest :budget automations have now.

-- :name users
select a.id, a.name, a.status
from (
  select project_id, id, name, status, version_id
  from automation
  where project_id = :project_id
  order by id desc
  limit :budget
) as a
join automation_version as v on v.project_id = a.project_id and v.id = a.version_id
where jsonb_path_exists(
  v.definition,
  '$.steps[*] ? (@.type == "send_email" && (@.config.template.id == $id || @.config.template.id == $alias))',
  jsonb_build_object('id', :id::text, 'alias', :alias::text))
order by a.id desc
limit :limit

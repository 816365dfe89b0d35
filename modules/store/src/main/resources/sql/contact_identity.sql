-- What applications call their people.

-- :name of
select external_id
from contact
where project_id = :project_id
  and id = :id

-- :name give
update contact
set external_id = :external_id,
    updated_at = greatest(:now, updated_at)
where project_id = :project_id
  and id = :id
